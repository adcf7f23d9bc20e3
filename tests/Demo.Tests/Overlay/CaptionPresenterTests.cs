using VlDistill.Demo.Overlay;
using VlDistill.Demo.Vision;
using VlDistill.Inference;

namespace VlDistill.Demo.Tests.Overlay;

public sealed class CaptionPresenterTests
{
    [Fact]
    public void Update_CompleteSentence_RevealsWordByWord()
    {
        var presenter = new CaptionPresenter();
        var result = Result(1, "a dog runs");
        var seen = new List<int>();

        for (int i = 0; i < 5; i++)
        {
            presenter.Update(result, TimeSpan.FromMilliseconds(150 * i));
            seen.Add(presenter.Revealed);
        }

        Assert.Equal([1, 2, 3, 3, 3], seen);
    }

    [Fact]
    public void Update_NewSentenceHalfway_FinishesTheOldOneFirst()
    {
        var presenter = new CaptionPresenter();
        presenter.Update(Result(1, "a dog runs"), TimeSpan.Zero);

        presenter.Update(Result(2, "a cat"), TimeSpan.FromMilliseconds(150));
        string during = presenter.Shown!.Text;
        for (int ms = 300; ms < 3000; ms += 50) presenter.Update(Result(2, "a cat"), TimeSpan.FromMilliseconds(ms));

        Assert.Equal("a dog runs", during);
        Assert.Equal("a cat", presenter.Shown!.Text);
    }

    [Fact]
    public void Update_SameSentenceAgain_StaysFullyVisible()
    {
        var presenter = new CaptionPresenter();
        for (int ms = 0; ms < 1000; ms += 50) presenter.Update(Result(1, "a dog runs"), TimeSpan.FromMilliseconds(ms));
        int least = int.MaxValue;

        for (int ms = 1000; ms < 6000; ms += 50)
        {
            presenter.Update(Result(ms, "a dog runs"), TimeSpan.FromMilliseconds(ms));
            least = Math.Min(least, presenter.Revealed);
        }

        Assert.Equal(3, least);
        Assert.True(presenter.Shown!.FrameId > 1, "the later result is never taken over");
    }

    [Fact]
    public void Update_GrowingSentence_ShowsWordsAsTheyCome()
    {
        var presenter = new CaptionPresenter();
        presenter.Update(Result(1, "a", complete: false), TimeSpan.Zero);
        presenter.Update(Result(1, "a", complete: false), TimeSpan.FromSeconds(1));
        int waiting = presenter.Revealed;
        presenter.Update(Result(1, "a dog", complete: false), TimeSpan.FromSeconds(1.2));

        Assert.Equal(1, waiting);
        Assert.Equal(2, presenter.Revealed);
    }

    private static VisionResult Result(long frame, string text, bool complete = true) => new(
        "student", frame, default, new Perception(StubModels.Regions, 0),
        [.. text.Split(' ').Select(word => StubModels.Word(word, 1))], complete, default);
}
