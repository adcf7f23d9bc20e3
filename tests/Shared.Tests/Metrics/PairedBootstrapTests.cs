using VlDistill.Metrics;

namespace VlDistill.Tests.Metrics;

public sealed class PairedBootstrapTests
{
    [Fact]
    public void Compare_ConstantDifference_HasAnIntervalOfNoWidth()
    {
        var plain = Enumerable.Range(0, 50).Select(i => i / 10.0).ToArray();
        double[] better = [.. plain.Select(v => v + 0.25)];

        var result = PairedBootstrap.Compare([better], [plain]);

        Assert.Equal(0.25, result.Difference, 9);
        Assert.Equal(0.25, result.Low, 9);
        Assert.Equal(0.25, result.High, 9);
        Assert.Equal(0.25 / plain.Average(), result.Relative!.Value, 9);
    }

    [Fact]
    public void Compare_NormalDifferences_GivesTheTextbookInterval()
    {
        var random = new Random(3);
        var plain = Enumerable.Range(0, 2000).Select(_ => 1 + random.NextDouble()).ToArray();
        // A sum of twelve uniforms is nearly normal with deviation 1.
        double[] other = [.. plain.Select(v => v + 0.1 + Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6)];

        var result = PairedBootstrap.Compare([other], [plain]);

        var half = 1.96 / Math.Sqrt(2000);
        Assert.InRange(result.High - result.Low, 2 * half * 0.9, 2 * half * 1.1);
        Assert.InRange(result.Difference, result.Low, result.High);
    }

    [Fact]
    public void Compare_SeveralRuns_AveragesEachSampleFirst()
    {
        var result = PairedBootstrap.Compare([[1, 0], [0, 1]], [[0, 0]]);

        // Both samples differ by 1/2 in the mean of the runs, so no resample gives anything else.
        Assert.Equal((0.5, 0.5, 0.5), (result.Difference, result.Low, result.High));
    }

    [Fact]
    public void Compare_WithNothing_HasNoRelativeGain() => Assert.Null(PairedBootstrap.Compare([[1, 0]], [[0, 0]]).Relative);

    [Fact]
    public void Compare_SameArguments_GivesTheSameInterval() =>
        Assert.Equal(PairedBootstrap.Compare([[1, 2, 4]], [[1, 1, 1]]), PairedBootstrap.Compare([[1, 2, 4]], [[1, 1, 1]]));

    [Fact]
    public void Compare_DifferentSamples_IsRefused() =>
        Assert.Throws<ArgumentException>(() => PairedBootstrap.Compare([[1, 2]], [[1, 2, 3]]));

    [Fact]
    public void Of_ThreeValues_IsTheSampleDeviation() =>
        Assert.Equal(new Spread(2, 1, 3), Spread.Of([1, 2, 3]));

    [Fact]
    public void Of_OneValue_HasNoDeviation() => Assert.Equal(new Spread(7, 0, 1), Spread.Of([7.0]));
}
