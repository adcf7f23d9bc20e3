using System.Numerics;
using Silk.NET.Input;
using VlDistill.Demo.Capture;
using VlDistill.Demo.Recording.Replay;
using VlDistill.Demo.Tests.Recording.Replay;
using VlDistill.Demo.Views;
using VlDistill.Frames;

namespace VlDistill.Demo.Tests;

/// <summary>Sessions with stub models in which every key is pressed and every kind of target clicked.</summary>
[Collection("display")]
public sealed class ViewSessionTests
{
    [DisplayTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Press_EveryKeyInEveryView_TheSessionGoesOn(bool singleLane)
    {
        using var folder = new TemporaryFolder();
        using var app = App(folder, singleLane);
        Speak(app);
        foreach (var view in Enum.GetValues<View>())
        {
            PressAll(app, view);
            app.Keys.Press(Key.Tab);
            Assert.NotEqual(view, app.Screen.View.View);
        }

        app.Keys.Press(Key.Q);
        app.Run();
    }

    [DisplayTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Click_EveryKindOfTarget_DoesWhatItSays(bool singleLane)
    {
        using var folder = new TemporaryFolder();
        using var app = App(folder, singleLane);
        Speak(app);
        var view = app.Screen.View;

        Click(new HitTarget(HitKind.Word, 1));
        Assert.Equal(1, view.Word);
        Click(new HitTarget(HitKind.View, (int)View.Inspector));
        Assert.Equal(View.Inspector, view.View);
        Assert.False(view.Held);
        Until(app, () => app.Screen.Hits.Find(new HitTarget(HitKind.Cell, 1, 0)) is not null);
        Click(new HitTarget(HitKind.Cell, 1, 0));
        Assert.Equal(new MapChoice(Reduction.Mean, 1, 0), view.Choice);
        Click(new HitTarget(HitKind.Reduction, (int)Reduction.Max));
        Assert.Equal(Reduction.Max, view.Reduction);
        Click(new HitTarget(HitKind.Word, 1));
        Assert.Equal(1, view.Word);
        Click(app.Screen.Hits.All(HitKind.Region).First(target => target.A > 0));
        Assert.True(view.Region > 0);
        Click(new HitTarget(HitKind.Key, (int)Key.Escape));
        Assert.False(view.Held);
        Click(new HitTarget(HitKind.Key, (int)Key.H));
        Assert.True(view.HelpShown);
        app.Tick();
        Assert.Equal(HitKind.Panel, app.Screen.Hits.At(app.Screen.Width / 2f, app.Screen.Height / 2f).Kind);

        void Click(HitTarget target)
        {
            app.Tick();
            var at = app.Screen.Hits.Find(target);
            Assert.True(at is not null, $"{target} is not on screen");
            // What lies on top is what the mouse would hit.
            var found = app.Screen.Hits.At(at.Value.X, at.Value.Y);
            app.Keys.Click(target.Kind == HitKind.Region ? target : found);
        }
    }

    [DisplayTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Press_TagsInAReplayedSession_ShowsTheRecordedOnes(bool singleLane)
    {
        using var folder = new TemporaryFolder();
        var replay = new SessionReplay(RecordedSession.Open(RecordedFolder.Write(folder)));
        var clock = new SystemClock();
        using var app = new DemoApp(
            new DemoOptions { Headless = true, Width = 640, Height = 480, RenderFps = 500, SingleLane = singleLane }, completed => replay.OpenStage(clock, completed), replay.OpenSource, clock, CancellationToken.None);
        app.StartCapture();
        app.Keys.Press(Key.W);

        Until(app, () => app.Screen.View.Tags.Count > 0);

        Assert.Equal("table", app.Screen.View.Tags[0].Name);
        app.Keys.Press(Key.W);
        Assert.False(app.Screen.View.TagsShown);
    }

    [DisplayFact]
    public void Run_NamesToFindFromTheStart_AreFoundAndTheThresholdHidesThem()
    {
        using var folder = new TemporaryFolder();
        using var app = App(folder, singleLane: true, find: "thing, red bus");
        Speak(app);

        var view = app.Screen.View;
        Until(app, () => app.Stage.Found?.CountOf(0, view.FindThreshold) == 1);
        Assert.Equal(["thing", "red bus"], app.Stage.Found!.Prompts);
        Assert.Contains("'red bus' is not among", app.Stage.Found.Problem, StringComparison.Ordinal);
        for (int i = 0; i < 20; i++) app.Keys.Press(Key.Equal);
        Assert.Equal(0, app.Stage.Found.CountOf(0, view.FindThreshold));
        Until(app, () => app.Screen.Hits.Find(new HitTarget(HitKind.Key, (int)Key.Minus)) is not null);
        app.Keys.Click(new HitTarget(HitKind.Key, (int)Key.Minus));
        Assert.Equal(0.9f, view.FindThreshold, 0.001f);
        Assert.Equal(1, app.Stage.Found.CountOf(0, view.FindThreshold));

        app.Keys.Press(Key.Escape);
        app.Keys.Press(Key.Minus);
        Assert.Null(app.Stage.Found);
        Assert.Equal(0.9f, view.FindThreshold, 0.001f);
    }

    [DisplayTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_RelationsFromTheStart_AnArrowCanBeChosenAndLetGo(bool singleLane)
    {
        using var folder = new TemporaryFolder();
        using (var app = App(folder, singleLane, relations: true))
        {
            Speak(app);
            var view = app.Screen.View;
            var arrow = new HitTarget(HitKind.Edge, 0, 1);
            Until(app, () => app.Screen.Hits.Find(arrow) is not null && app.Stage.Feeds[1].Relations is not null);

            app.Keys.Click(arrow);
            app.Tick();
            Assert.Equal((0, 1), view.Edge);
            app.Keys.Press(Key.Escape);
            Assert.Null(view.Edge);
            app.Keys.Press(Key.Right);
            app.Tick();
            Assert.Equal((0, 1), view.Edge);
            for (int i = 0; i < 12; i++) app.Keys.Press(Key.Equal);
            Assert.Equal(0.9f, view.RelationThreshold, 0.001f);
            app.Keys.Press(Key.E);
            Assert.False(view.Graphing || view.Held);
            app.Keys.Press(Key.Q);
            var summary = app.Run();
            Assert.Equal(2, summary.Models["teacher"].Relations!.Pairs);
        }

        var lines = RecordedSession.Open(folder.File("out")).Lines().Where(line => line.Related is not null).ToArray();
        Assert.Contains(lines, line => line.Related!.Relations[0] is { Subject: 0, Predicate: "near", Object: 1, P: 0.8 });
    }

    [DisplayFact]
    public void Press_ScriptAtStart_IsDoneOnceTheModelsSpeak()
    {
        using var folder = new TemporaryFolder();
        using var app = App(folder, singleLane: true, "4 G T / 'how many' Enter");

        Speak(app);
        for (int i = 0; i < 12; i++) app.Tick();

        Assert.True(app.Screen.View is { View: View.Inspector, FiguresShown: true, HistoryShown: true, AnswersShown: true });
    }

    [DisplayFact]
    public void Hover_Word_IsHighlighted()
    {
        using var scene = new ViewScene(640, 360, ["student", "teacher"]);
        byte[] before = scene.Draw(new Vector2(-1, -1));
        var (x, y) = scene.Screen.Hits.Find(new HitTarget(HitKind.Word, 2))!.Value;

        byte[] after = scene.Draw(new Vector2(x, y));

        int at = 4 * ((int)(y + 5) * 640 + (int)x - 14);
        Assert.Equal(new HitTarget(HitKind.Word, 2), scene.Screen.Hits.Hovered);
        Assert.True(after.AsSpan(at, 400).IndexOfAnyExcept((byte)0) >= 0 && !after.AsSpan().SequenceEqual(before));
    }

    [DisplayTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Press_EveryKeyInAReplayedSession_AllViewsWork(bool singleLane)
    {
        using var folder = new TemporaryFolder();
        var replay = new SessionReplay(RecordedSession.Open(RecordedFolder.Write(folder)));
        var clock = new SystemClock();
        var options = new DemoOptions { Headless = true, Width = 640, Height = 360, RenderFps = 500, SingleLane = singleLane };
        using var app = new DemoApp(options, completed => replay.OpenStage(clock, completed), replay.OpenSource, clock, CancellationToken.None);
        app.StartCapture();
        Speak(app);

        foreach (var view in Enum.GetValues<View>())
        {
            PressAll(app, view);
            var kind = view == View.Inspector ? HitKind.Cell : HitKind.Word;
            app.Screen.View.AnswersShown = false;
            // Keys have changed the models, so that new sentences must come first.
            Until(app, () => app.Screen.Hits.All(kind).Any());
            Assert.NotEmpty(app.Screen.Hits.All(kind));
        }
    }

    private static void PressAll(DemoApp app, View view)
    {
        app.Keys.Press(Key.Number1 + (int)view);
        Assert.Equal(view, app.Screen.View.View);
        foreach (var key in Enum.GetValues<Key>().Where(key => key is not (Key.Q or Key.Escape or Key.R or Key.F or Key.S or Key.Tab or (>= Key.Number1 and <= Key.Number4))))
        {
            app.Keys.Press(key);
            app.Keys.Press(key, shift: true);
            app.Tick();
            // Some open a line of text, and nothing may stay open.
            if (app.Keys.Typing) app.Keys.Press(Key.Escape);
        }
    }

    private static void Until(DemoApp app, Func<bool> condition)
    {
        for (int i = 0; i < 4000 && !condition(); i++) app.Tick();
    }

    // Until both models have said something about the same frame.
    private static void Speak(DemoApp app)
    {
        Until(app, () => app.Screen.Hits.All(HitKind.Word).Count(target => target.B == 0) >= 2 && app.Hud.AttentionDistance is not null);
        Assert.NotNull(app.Hud.AttentionDistance);
    }

    private static DemoApp App(TemporaryFolder folder, bool singleLane, string press = "", string find = "", bool relations = false)
    {
        string video = folder.Video("in.avi", frames: 20);
        var options = new DemoOptions { Headless = true, Width = 640, Height = 360, RenderFps = 500, SingleLane = singleLane, Press = press, Find = find, Relations = relations, Out = folder.File("out"), EveryFrame = true };
        var app = new DemoApp(options, new StubModels { Seen = relations ? StubModels.Pair : StubModels.Regions, Relates = relations }, writer => new VideoFileSource(video, writer), new SystemClock(), CancellationToken.None);
        app.StartCapture();
        return app;
    }
}
