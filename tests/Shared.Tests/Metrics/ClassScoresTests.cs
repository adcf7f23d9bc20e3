using VlDistill.Metrics;

namespace VlDistill.Tests.Metrics;

public sealed class ClassScoresTests
{
    [Fact]
    public void Of_UnevenClasses_CountsSamplesOnceAndClassesAlike()
    {
        var scores = ClassScores.Of([0, 0, 0, 1], [0, 0, 0, 2], 3);

        Assert.Equal(0.75, scores.Accuracy);
        Assert.Equal([1, double.NaN, 0], scores.Recalls);
        Assert.Equal(0.5, scores.MeanClassAccuracy);
    }

    [Fact]
    public void Of_NoSamples_IsNotANumber() => Assert.All(ClassScores.Of([], [], 2).Named.Values, v => Assert.True(double.IsNaN(v)));

    [Fact]
    public void Of_DifferentLengths_IsRefused() => Assert.Throws<ArgumentException>(() => ClassScores.Of([0], [], 1));
}
