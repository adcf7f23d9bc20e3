using System.Text.Json;
using OpenCvSharp;
using Silk.NET.Input;
using VlDistill.Demo.Capture;
using VlDistill.Demo.Recording;
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
        Assert.True(app.Hud is { HelpShown: true, Paused: true });
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
        // Whichever model finishes a frame last has the distance; the other's line holds null.
        Assert.Contains(lines, line => line.GetProperty("attentionDistance") is { ValueKind: JsonValueKind.Number } distance && distance.GetDouble() < 1e-4);
        Assert.Equal(320, Cv2.ImRead(Path.Combine(session, "last.png")).Width);
        var written = JsonDocument.Parse(File.ReadAllText(Path.Combine(session, "summary.json"))).RootElement;
        Assert.Equal(summary.Models["student"].Captions, written.GetProperty("models").GetProperty("student").GetProperty("captions").GetInt32());
        Assert.True(summary.RenderFps > 1 && summary.CaptureFps > 1, $"{summary}");
        Assert.NotNull(summary.LaunchToFirstCaptionSeconds);
    }

    private static DemoApp App(DemoOptions options, string video, StubModels models) =>
        new(options, models, writer => new VideoFileSource(video, writer), new SystemClock(), CancellationToken.None);
}
