using System.Text.Json;
using OpenCvSharp;
using Silk.NET.Input;
using VlDistill.Demo.Capture;
using VlDistill.Demo.Overlay;
using VlDistill.Demo.Recording;
using VlDistill.Demo.Recording.Replay;
using VlDistill.Demo.Tests.Recording.Replay;
using VlDistill.Frames;

namespace VlDistill.Demo.Tests;

[Collection("display")]
public sealed class DemoAppTests
{
    [DisplayFact]
    public void Run_ParallelLanes_WritesAPlayableSession() => RunAndCheck(singleLane: false);

    [DisplayFact]
    public void Run_SingleLane_WritesAPlayableSession() => RunAndCheck(singleLane: true);

    [DisplayFact]
    public void Run_BrokenTeacher_EndsWithItsReason()
    {
        using var folder = new TemporaryFolder();
        string video = folder.Video("in.avi", frames: 20);
        using var app = App(new DemoOptions { Headless = true, Seconds = 10, Width = 320, Height = 180 }, video, new StubModels { Broken = "teacher" });

        var fault = Assert.Throws<UserException>(app.Run);

        Assert.Contains("teacher: broken on purpose", fault.Message, StringComparison.Ordinal);
    }

    [DisplayFact]
    public void Keys_EachInTurn_DoWhatTheHelpSays()
    {
        using var folder = new TemporaryFolder();
        string video = folder.Video("in.avi", frames: 20);
        using var app = App(new DemoOptions { Width = 320, Height = 180, Out = folder.File("out") }, video, new StubModels());
        app.Tick();

        app.Keys.Press(Key.H);
        app.Keys.Press(Key.Space);
        Assert.True(app.Hud.Paused && app.Screen.View.HelpShown);
        app.Keys.Press(Key.Space);
        app.Keys.Press(Key.F);
        for (int i = 0; i < 5; i++) app.Tick();
        Assert.False(app.Hud.Recording, "a recording keeps its size, so that it waits while the window has another");
        app.Keys.Press(Key.F);
        app.Keys.Press(Key.S);
        Assert.Single(Directory.GetFiles(folder.File("out"), "vldistill-*.png"));
        app.Keys.Press(Key.Q);
        app.Run();

        Assert.False(app.Hud.Paused);
    }

    [DisplayFact]
    public void Open_AnotherFilmThenABadOne_PlaysTheFirstAndSaysWhatIsWrongWithTheSecond()
    {
        using var folder = new TemporaryFolder();
        string video = folder.Video("in.avi", frames: 20), other = folder.Video("other.mp4", frames: 20);
        File.WriteAllText(folder.File("bad.mp4"), "no film");
        using var app = App(new DemoOptions { Headless = true, Width = 320, Height = 180, SingleLane = true }, video, new StubModels());
        app.Tick();

        app.Open(other);
        Assert.True(SpinWait.SpinUntil(() => Ticked(app).Source == "other.mp4", TimeSpan.FromSeconds(10)), app.Hud.Notice);
        app.Open(folder.File("bad.mp4"));
        Assert.True(SpinWait.SpinUntil(() => Ticked(app).Notice is not null, TimeSpan.FromSeconds(10)));

        Assert.Contains("bad.mp4: is not a video", app.Hud.Notice, StringComparison.Ordinal);
        Assert.Equal("other.mp4", app.Hud.Source);

        static Hud Ticked(DemoApp app)
        {
            app.Tick();
            return app.Hud;
        }
    }

    [DisplayFact]
    public void ToggleRecording_StopAndStartAgain_LeavesTwoPlayableFolders()
    {
        using var folder = new TemporaryFolder();
        string video = folder.Video("in.avi", frames: 20), first = folder.File("out"), second = folder.File("out-2");
        using (var app = App(new DemoOptions { Headless = true, Seconds = 2, Width = 321, Height = 181, Out = first }, video, new StubModels()))
        {
            for (int i = 0; i < 20; i++) app.Tick();
            Assert.True(app.Hud.Recording);
            app.ToggleRecording();
            app.Tick();
            Assert.False(app.Hud.Recording);
            app.ToggleRecording();
            app.Run();
        }

        foreach (string session in (string[])[first, second])
        {
            using var recorded = new VideoCapture(Path.Combine(session, "recording.mp4"));
            Assert.Equal((320, 180), (recorded.FrameWidth, recorded.FrameHeight));
            Assert.True(recorded.FrameCount > 5, $"{recorded.FrameCount} frames");
            Assert.True(File.Exists(Path.Combine(session, "last.png")));
            Assert.True(File.Exists(Path.Combine(session, "summary.json")));
        }

        var header = JsonSerializer.Deserialize<SessionHeader>(File.ReadAllText(Path.Combine(second, "session.json")), JsonSerializerOptions.Web)!;
        Assert.Equal(["student", "teacher"], header.Models.Select(m => m.Name).Order());
        Assert.Equal((2, 2, 64, 48), (header.Models[0].Layers, header.Models[0].Heads, header.Pictures[0].Width, header.Pictures[0].Height));
    }

    [DisplayFact]
    public void Tick_WhileRecording_AllocatesNothingPerFrame()
    {
        using var folder = new TemporaryFolder();
        var replay = new SessionReplay(RecordedSession.Open(RecordedFolder.Write(folder)));
        var options = new DemoOptions { Headless = true, Out = folder.File("again"), Width = 320, Height = 180, RenderFps = 2000 };
        var clock = new SystemClock();
        using var app = new DemoApp(options, completed => replay.OpenStage(clock, completed), replay.OpenSource, clock, CancellationToken.None);
        // Code that is not optimised yet boxes numbers that it formats; the runtime optimises in the background.
        for (int batch = 0; batch < 60 && Allocated(50) > 0; batch++) Thread.Sleep(20);

        Assert.Equal(0, Allocated(1000));

        long Allocated(int frames)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < frames; i++) app.Tick();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [DisplayTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_Replay_RecordsAgainWhatWasSaid(bool singleLane)
    {
        using var folder = new TemporaryFolder();
        var replay = new SessionReplay(RecordedSession.Open(RecordedFolder.Write(folder)));
        var options = new DemoOptions { Headless = true, Seconds = 2, Out = folder.File("again"), Width = 320, Height = 180, SingleLane = singleLane };
        var clock = new SystemClock();
        using (var app = new DemoApp(options, completed => replay.OpenStage(clock, completed), replay.OpenSource, clock, CancellationToken.None))
            app.Run();

        var again = RecordedSession.Open(folder.File("again"));

        Assert.Null(again.Notice);
        Assert.Equal(["first thing", "one thing", "second thing", "two thing"], again.Lines().Where(l => l.Said is not null).Take(4).Select(l => l.Said!.Caption));
        Assert.Equal("yes", again.Lines().First(l => l.Answer is not null).Answer!.Answer);
        Assert.Equal(replay.Session.Lines().First().Said!.Words[0].Attention, again.Lines().First().Said!.Words[0].Attention);
    }

    [DisplayFact]
    public void Construct_OutIsAFile_NamesItAndLeavesNoThreads()
    {
        using var folder = new TemporaryFolder();
        string video = folder.Video("in.avi", frames: 20);
        File.WriteAllText(folder.File("taken"), "");

        var fault = Assert.Throws<UserException>(() => App(new DemoOptions { Headless = true, Out = folder.File("taken") }, video, new StubModels()));

        Assert.Contains("taken", fault.Message, StringComparison.Ordinal);
    }

    private static void RunAndCheck(bool singleLane)
    {
        using var folder = new TemporaryFolder();
        string video = folder.Video("in.avi", frames: 20), session = folder.File("session");
        var options = new DemoOptions { Headless = true, Seconds = 1.5, Out = session, Width = 320, Height = 180, SingleLane = singleLane };
        SessionSummary summary;
        using (var app = App(options, video, new StubModels())) summary = app.Run();

        using var recorded = new VideoCapture(Path.Combine(session, "recording.mp4"));
        Assert.Equal(320, recorded.FrameWidth);
        Assert.InRange(recorded.FrameCount, 5, 25);
        var lines = File.ReadAllLines(Path.Combine(session, "session.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Contains(lines, line => line.GetProperty("model").GetString() == "student" && line.GetProperty("caption").GetString() == "a thing");
        Assert.Contains(lines, line => line.GetProperty("model").GetString() == "teacher");
        Assert.All(lines, line => Assert.Equal(4 * StubModels.Regions.Tokens.Count, Convert.FromBase64String(line.GetProperty("words")[0].GetProperty("attention").GetString()!).Length));
        using var film = new VideoCapture(Path.Combine(session, "source.mp4"));
        Assert.Equal((64, 48), (film.FrameWidth, film.FrameHeight));
        Assert.InRange(film.FrameCount, 5, 25);
        // Whichever model finishes a frame last has the distance; the other's line holds null.
        Assert.Contains(lines, line => line.GetProperty("attentionDistance") is { ValueKind: JsonValueKind.Number } distance && distance.GetDouble() < 1e-4);
        Assert.Equal(320, Cv2.ImRead(Path.Combine(session, "last.png")).Width);
        var written = JsonDocument.Parse(File.ReadAllText(Path.Combine(session, "summary.json"))).RootElement;
        Assert.Equal(summary.Models["student"].Captions, written.GetProperty("models").GetProperty("student").GetProperty("captions").GetInt32());
        Assert.True(summary.RenderFps > 1 && summary.CaptureFps > 1, $"{summary}");
        Assert.NotNull(summary.LaunchToFirstCaptionSeconds);
        Assert.InRange(written.GetProperty("overlayAgeMs").GetProperty("p50").GetDouble(), 0, 2000);
        Assert.InRange(written.GetProperty("frameIntervalMs").GetProperty("p95").GetDouble(), written.GetProperty("frameIntervalMs").GetProperty("p50").GetDouble(), 2000);
        Assert.True(written.GetProperty("cpuPercent").GetDouble() > 0 && written.GetProperty("megabytesResident").GetDouble() > 10, "no figures of the process");
        Assert.Equal(5, written.GetProperty("models").GetProperty("student").GetProperty("stagesMs").EnumerateObject().Count());
    }

    private static DemoApp App(DemoOptions options, string video, StubModels models) =>
        new(options, models, writer => new VideoFileSource(video, writer), new SystemClock(), CancellationToken.None);
}
