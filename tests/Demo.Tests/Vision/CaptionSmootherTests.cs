using VlDistill.Demo.Vision;
using VlDistill.Inference;

namespace VlDistill.Demo.Tests.Vision;

public sealed class CaptionSmootherTests
{
    private readonly CaptionSmoother smoother = new();
    private int frame;

    [Fact]
    public void Next_OneWordWavers_ShowsOneSentenceThroughout()
    {
        string[] said = ["a man in a red shirt", "a man in a blue shirt", "a man in a red shirt", "a man in a blue shirt", "a man in a blue shirt", "a man in a red shirt"];

        var shown = Enumerable.Range(0, 30).Select(i => Say(said[i % said.Length])).ToArray();

        Assert.Equal(["a man in a red shirt"], shown.Distinct());
    }

    [Fact]
    public void Next_NearEqualPersists_TakesItsPlaceTheThirdTime()
    {
        Say("a man in a red shirt");

        Assert.Equal("a man in a red shirt", Say("a man in a blue shirt"));
        Assert.Equal("a man in a red shirt", Say("a man in a blue shirt"));
        Assert.Equal("a man in a blue shirt", Say("a man in a blue shirt"));
    }

    [Fact]
    public void Next_OtherSceneAsSure_IsShownAtOnce()
    {
        Say("a man in a red shirt");

        Assert.Equal("two dogs run on the grass", Say("two dogs run on the grass"));
    }

    [Fact]
    public void Next_OtherSentencesLessSure_WaitUntilThePresentOneIsOld()
    {
        Say("a man in a red shirt", log: -0.2f);
        string[] unsure = ["dogs", "two cats sit there", "a boat on water"];

        // Ten a second, never the same twice.
        var shown = Enumerable.Range(0, 30).Select(i => Say(unsure[i % 3], log: -2)).ToArray();

        Assert.All(shown[..24], text => Assert.Equal("a man in a red shirt", text));
        Assert.NotEqual("a man in a red shirt", shown[25]);
    }

    [Fact]
    public void Next_NearEqual_AttentionFollowsTheNewFrame()
    {
        Say("a red shirt");

        var shown = smoother.Next(Result("a blue shirt", 7, token: 22));

        Assert.Equal(("a red shirt", 7L), (shown.Text, shown.FrameId));
        Assert.All(shown.Words, word => Assert.Equal(0.5f, word.Attention[22]));
        Assert.Equal("a red shirt", string.Join(' ', shown.Words.Select(w => w.Text)));
    }

    [Theory]
    [InlineData("a dog runs", "a dog runs", 0)]
    [InlineData("a dog runs", "a big dog runs", 1)]
    [InlineData("a dog runs", "the cat runs fast", 3)]
    public void Distance_Sentences_CountsWords(string a, string b, int expected) =>
        Assert.Equal(expected, CaptionSmoother.Distance(Result(a, 0).Words, Result(b, 0).Words));

    private static VisionResult Result(string text, int frame, float log = -0.5f, int token = 1) => new(
        "student", frame, TimeSpan.FromSeconds(frame / 10.0), new Perception(StubModels.Regions, 0),
        [.. text.Split(' ').Select(word => StubModels.Word(word, token) with { LogProbability = log })], Complete: true, default);

    private string Say(string text, float log = -0.5f) => smoother.Next(Result(text, frame++, log)).Text;
}
