using VlDistill.Trainer.Tasks;

namespace VlDistill.Trainer.Tests.Tasks;

public sealed class TagPrecisionTests
{
    [Fact]
    public void Mean_TwoTags_IsTheMeanOfTheirAveragePrecisions()
    {
        // Tag 0 ranks its two pictures 1st and 3rd: (1 + 2/3) / 2. Tag 1 ranks its one picture 2nd: 1/2. Tag 2 occurs nowhere.
        float[] scores = [0.9f, 0.1f, 0, 0.8f, 0.5f, 0, 0.7f, 0.9f, 0];
        float[] truth = [1, 0, 0, 0, 1, 0, 1, 0, 0];

        Assert.Equal((5.0 / 6 + 0.5) / 2, TagPrecision.Mean(scores, truth, 3), 1e-9);
    }
}
