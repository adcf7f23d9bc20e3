using VlDistill.Demo.Overlay;
using VlDistill.Regions;

namespace VlDistill.Demo.Tests.Overlay;

public sealed class HeatMapTests
{
    [Fact]
    public void Aim_WordOnTopRightCell_PeaksThereAndIsDarkFarAway()
    {
        var heat = new HeatMap();

        // Token 0 is the whole picture, 7 the last cell of the first row.
        heat.Aim(On(RegionSet.GridSize), StubModels.Regions);
        heat.Ease(1);

        Assert.True(heat.Pixels[HeatMap.Size + HeatMap.Size - 2] > 200);
        Assert.Equal(0, heat.Pixels[(HeatMap.Size - 1) * HeatMap.Size]);
    }

    [Fact]
    public void Aim_WordOnTheWholePicture_LightsNothingUp()
    {
        var heat = new HeatMap();

        heat.Aim(On(0), StubModels.Regions);
        heat.Ease(1);

        Assert.All(heat.Pixels, pixel => Assert.Equal(0, pixel));
    }

    [Fact]
    public void AimDifference_FirstLooksLeftSecondRight_RisesAndFallsAroundEven()
    {
        var heat = new HeatMap();
        float[] difference = On(22);
        difference[28] = -1;

        heat.AimDifference(difference, StubModels.Regions);
        heat.Ease(1);

        int middle = HeatMap.Size * HeatMap.Size / 2;
        Assert.True(heat.Pixels[middle + 1] > 200 && heat.Pixels[middle + HeatMap.Size - 2] < 60);
        Assert.Equal(HeatMap.Even, heat.Pixels[0]);
    }

    private static float[] On(int token)
    {
        float[] weights = new float[StubModels.Regions.Tokens.Count];
        weights[token] = 1;
        return weights;
    }

    [Theory]
    [InlineData(854, 480)]
    [InlineData(960, 540)]
    [InlineData(3840, 2160)]
    public void Layout_TwoPanes_PartsStayInsideAndApart(int width, int height)
    {
        var layout = new Layout(width, height, paneCount: 2);

        foreach (var pane in layout.Panes)
        {
            Assert.True(pane.Whole.X >= 0 && pane.Whole.Right <= width && pane.Whole.Bottom <= layout.Footer.Y + 0.01f);
            Assert.True(layout.Header.Bottom <= pane.Title.Y + 0.01f && pane.Title.Bottom <= pane.Picture.Y + 0.01f);
            Assert.True(pane.Picture.Bottom <= pane.Caption.Y + 0.01f && pane.Caption.Bottom <= pane.Stages.Y + 0.01f);
            Assert.True(pane.Picture.Height > height / 2f);
        }

        Assert.True(layout.Panes[0].Whole.Right < layout.Panes[1].Whole.X);
    }
}
