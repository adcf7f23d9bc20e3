using VlDistill.Demo.Overlay;
using VlDistill.Demo.Views;
using VlDistill.Demo.Vision;
using VlDistill.Regions;

namespace VlDistill.Demo.Tests.Vision;

public sealed class FindResultTests
{
    private readonly FindResult found;

    public FindResultTests()
    {
        var tracker = new RegionTracker();
        tracker.Observe(RegionSet.From([new Region(new Box(0, 0, 0.3f, 0.3f), 0, 0.9f), new Region(new Box(0.6f, 0.6f, 1, 1), 1, 0.5f)]), default);
        found = FindResult.Of(["dog", "bus", "emu"], null, [new(Box.Whole, 1, 0, 0.4f), new(Box.Whole, null, 0, 0.6f), new(Box.Whole, null, 1, 0.2f)], tracker);
        Tracked = tracker.TrackOf(1);
    }

    private int Tracked { get; }

    [Theory]
    [InlineData(0.3f, 2, 0, true)]
    [InlineData(0.5f, 1, 0, false)]
    [InlineData(0.2f, 2, 1, true)]
    public void CountOf_Threshold_HidesWhatIsLessSure(float least, int dogs, int buses, bool tracked)
    {
        Assert.Equal((dogs, buses, 0), (found.CountOf(0, least), found.CountOf(1, least), found.CountOf(2, least)));
        Assert.Equal(tracked, found.PromptOf(Tracked, least) == new FoundTrack(Tracked, 0, 0.4f));
        Assert.Null(found.PromptOf(Tracked + 1, least));
    }

    [Fact]
    public void BestOf_Prompt_IgnoresTheThreshold() =>
        Assert.Equal([0.6f, 0.2f, null], new[] { 0, 1, 2 }.Select(found.BestOf));

    [Fact]
    public void StepThreshold_Keys_StaysWithinReach()
    {
        var view = new ViewState { Finding = true };
        view.StepThreshold(1);
        Assert.Equal(0.35f, view.FindThreshold, 0.0001f);
        for (int i = 0; i < 30; i++) view.StepThreshold(-1);
        Assert.Equal(0.05f, view.FindThreshold, 0.0001f);
        for (int i = 0; i < 30; i++) view.StepThreshold(1);
        Assert.Equal(0.95f, view.FindThreshold, 0.0001f);
    }

    [Fact]
    public void StepThreshold_Relations_HaveOneOfTheirOwn()
    {
        var view = new ViewState();
        view.StepThreshold(1);
        view.GraphShown = true;
        view.StepThreshold(2);
        Assert.Equal((0.3f, 0.4f), (view.FindThreshold, view.RelationThreshold));
    }

    [Fact]
    public void On_EveryPromptColour_HasReadableLetters()
    {
        for (int i = 0; i < 6; i++)
        {
            var ink = Theme.On(Theme.OfPrompt(i));
            double a = Luminance(ink), b = Luminance(Theme.OfPrompt(i));
            Assert.True((Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05) >= 4.5, $"prompt {i}");
        }

        Assert.Equal(6, Enumerable.Range(0, 6).Select(Theme.OfPrompt).Distinct().Count());

        static double Luminance(Rgba c) => 0.2126 * Linear(c.R) + 0.7152 * Linear(c.G) + 0.0722 * Linear(c.B);
        static double Linear(byte channel) => channel / 255.0 is var v && v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4);
    }
}
