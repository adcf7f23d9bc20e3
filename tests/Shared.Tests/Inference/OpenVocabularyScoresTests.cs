using VlDistill.Inference;

namespace VlDistill.Tests.Inference;

public sealed class OpenVocabularyScoresTests
{
    [Fact]
    public void Of_SingleHead_IsTheSoftmaxWithBackground()
    {
        var scores = OpenVocabularyScores.Of([0, 0.5f], [], [0.5f], [true, false], 2);
        var sum = 1 + 2 * Math.Exp(1);
        Assert.Equal([1 / sum, Math.Exp(1) / sum], scores.Select(s => (double)s), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Of_EqualCosines_SharesEqually()
    {
        // Text: a third each with the background; image: a half each.
        var scores = OpenVocabularyScores.Of([0.3f, 0.3f], [0.1f, 0.1f], [0.3f], [true, false], 100);
        Assert.Equal(Math.Pow(1 / 3.0, 2 / 3.0) * Math.Pow(0.5, 1 / 3.0), scores[0], 1e-6);
        Assert.Equal(Math.Pow(1 / 3.0, 1 / 3.0) * Math.Pow(0.5, 2 / 3.0), scores[1], 1e-6);
    }

    [Fact]
    public void Of_ImageHeadSure_HelpsNewNamesMore()
    {
        var scores = OpenVocabularyScores.Of([0, 0, 0, 0], [1, 0, 0, 1], [0, 0], [true, false], 5);
        // Region 0 looks like the base name, region 1 like the new one.
        Assert.True(scores[3] > scores[0]);
    }

    [Fact]
    public void Of_LargeScale_StaysFinite() =>
        Assert.All(OpenVocabularyScores.Of([1, -1, -1, 1], [1, -1, -1, 1], [-1, 1], [true, false], 1000), s => Assert.InRange(s, 0, 1));

    [Fact]
    public void Of_NoRegionsOrNames_IsEmpty()
    {
        Assert.Empty(OpenVocabularyScores.Of([], [], [], [true], 100));
        Assert.Empty(OpenVocabularyScores.Of([], [], [0.5f], [], 100));
    }
}
