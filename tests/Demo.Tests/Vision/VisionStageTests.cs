using System.Diagnostics;
using VlDistill.Demo.Vision;
using VlDistill.Frames;

namespace VlDistill.Demo.Tests.Vision;

public sealed class VisionStageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly FramePool pool = new();

    [Fact]
    public void Show_OtherModels_DescribesOnWithThem()
    {
        using var stage = Stage();
        stage.Start(e => Assert.Fail(e.Message));
        var before = stage.Feeds;

        stage.Show(["plain", "teacher"]);
        Until(stage, () => stage.Feeds[0].Model == "plain");
        Until(stage, () => stage.Feeds.All(feed => feed.LatestComplete is not null), 7);

        Assert.NotSame(before, stage.Feeds);
        Assert.Equal("showing plain and teacher", stage.Notice);
    }

    [Fact]
    public void Show_Once_ShowsASingleModel()
    {
        using var stage = Stage();
        stage.Open();

        stage.Show(["teacher"]);
        Until(stage, () => stage.Feeds.Count == 1);
        stage.Frames.Put(pool.Rent(3, default, 4, 4));
        stage.Step();

        Assert.Equal("one thing", stage.Feeds[0].LatestComplete!.Text);
    }

    [Fact]
    public void Show_WhilePaused_DescribesTheFrameOnScreen()
    {
        using var stage = Stage();
        stage.Start(e => Assert.Fail(e.Message));
        stage.Frames.Put(pool.Rent(12, TimeSpan.FromSeconds(1), 4, 4));
        Until(stage, () => stage.Feeds.All(feed => feed.LatestComplete is not null));

        stage.Show(["plain", "teacher"]);
        Until(stage, () => stage.Feeds[0].Model == "plain" && stage.Feeds.All(feed => feed.LatestComplete is not null));

        Assert.All(stage.Feeds, feed => Assert.Equal(12, feed.LatestComplete!.FrameId));
    }

    [Fact]
    public void Load_NoBundle_KeepsTheOldOneAndSaysWhy()
    {
        using var stage = Stage();
        stage.Start(e => Assert.Fail(e.Message));
        var before = stage.Feeds;

        stage.Load("nowhere");
        Until(stage, () => stage.Notice?.StartsWith("kept", StringComparison.Ordinal) == true);
        Until(stage, () => stage.Feeds[0].LatestComplete is not null, 5);

        Assert.Same(before, stage.Feeds);
        Assert.Contains("nowhere: no bundle there", stage.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_TwentyTimes_EndsEveryModelAndReturnsEveryFrame()
    {
        var models = new StubModels();
        using (var stage = new VisionStage(models, true, new SystemClock(), (_, _) => { }))
        {
            stage.Start(e => Assert.Fail(e.Message));
            for (int i = 0; i < 20; i++)
            {
                string[] wanted = i % 2 == 0 ? ["plain"] : ["student", "teacher"];
                stage.Show(wanted);
                Until(stage, () => stage.Feeds.Count == wanted.Length, i);
            }

            Until(stage, () => models.Living <= 3);
        }

        Assert.Equal(0, models.Living);
        Assert.Equal(0, pool.Rented);
    }

    [Fact]
    public void Ask_TwoModels_AnswersOrSaysWhyNot()
    {
        var heard = new List<string>();
        using var stage = new VisionStage(new StubModels { Answers = "student" }, false, new SystemClock(), (_, _) => { });
        stage.Answered += (model, _) => heard.Add(model);
        stage.Open();
        stage.Frames.Put(pool.Rent(9, default, 4, 4));
        stage.Step();

        stage.Ask("what is it?");
        // Without another frame: a paused picture can be asked about too.
        stage.Step();

        var (student, teacher) = (stage.Feeds[0].LatestAnswer!, stage.Feeds[1].LatestAnswer!);
        Assert.Equal(("thing", null, 9), (student.Answer!.Text, student.Problem, student.FrameId));
        Assert.Equal("teacher: has no answers", teacher.Problem);
        Assert.Null(teacher.Answer);
        Assert.Equal(["student", "teacher"], heard);
        Assert.All(stage.Feeds, feed => Assert.Null(feed.Asked));

        stage.Show(["student"]);
        Until(stage, () => stage.Feeds.Count == 1);
        Until(stage, () => Answered(stage));
        Assert.Equal("what is it?", stage.Feeds[0].LatestAnswer!.Question);

        static bool Answered(VisionStage stage)
        {
            stage.Step();
            return stage.Feeds[0].LatestAnswer is not null;
        }
    }

    [Fact]
    public void Find_NameOfAClass_MarksItsTrack()
    {
        using var stage = Stage();
        stage.Open();

        stage.Find(["thing", "red bus"]);
        stage.Frames.Put(pool.Rent(1, TimeSpan.FromSeconds(0.1), 4, 4));
        stage.Step();

        Assert.Equal(0, stage.Found!.PromptOf(0, 0)?.Prompt);
        Assert.Null(stage.Found.PromptOf(1, 0));
        Assert.Contains("'red bus' is not among", stage.Found.Problem, StringComparison.Ordinal);
        stage.Find([]);
        Assert.Null(stage.Found);
        // Without another frame: names can be looked for in a paused picture too.
        stage.Find(["Things"]);
        stage.Step();
        Assert.Equal(0, stage.Found!.PromptOf(0, 0)?.Prompt);
    }

    private VisionStage Stage() => new(new StubModels(), false, new SystemClock(), (_, _) => { });

    private void Until(VisionStage stage, Func<bool> reached, long? frame = null)
    {
        var watch = Stopwatch.StartNew();
        while (!reached())
        {
            Assert.True(watch.Elapsed < Patience, $"not within {Patience.TotalSeconds} s; {stage.Notice}");
            if (frame is { } id) stage.Frames.Put(pool.Rent(id, watch.Elapsed, 4, 4));
            stage.Update();
            Thread.Sleep(2);
        }
    }
}
