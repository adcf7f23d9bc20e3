using OpenCvSharp;
using VlDistill.Trainer.Drawing;

namespace VlDistill.Trainer.Tests.Drawing;

public sealed class LabelColorsTests
{
    [Fact]
    public void Item_FortyLabels_AllDiffer()
    {
        string[] labels = [.. Enumerable.Range(0, 40).Select(i => $"l{i:00}")];
        var colors = new LabelColors(labels);

        Assert.Equal(40, labels.Select(l => colors[l]).Distinct().Count());
    }

    [Fact]
    public void Item_OrderOfTheFile_DoesNotMatter()
    {
        var (one, other) = (new LabelColors(["dog", "man", "man", "car"]), new LabelColors(["man", "car", "dog", "man"]));

        Assert.All(["man", "car", "dog"], label => Assert.Equal(one[label], other[label]));
    }

    [Fact]
    public void Ink_IsDarkOnLightAndLightOnDark()
    {
        Assert.Equal(Scalar.All(0), LabelColors.Ink(Scalar.FromRgb(240, 230, 60)));
        Assert.Equal(Scalar.All(255), LabelColors.Ink(Scalar.FromRgb(0, 60, 120)));
    }
}
