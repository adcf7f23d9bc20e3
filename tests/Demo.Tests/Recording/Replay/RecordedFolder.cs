using System.Text.Json;
using OpenCvSharp;
using VlDistill.Demo.Recording;
using VlDistill.Demo.Vision;
using VlDistill.Inference;

namespace VlDistill.Demo.Tests.Recording.Replay;

/// <summary>A recording of 2 seconds made for a test: student and teacher speak of the same two frames, a question is put.</summary>
internal static class RecordedFolder
{
    public const double Clock = 10;

    /// <summary>Writes it as the demo does; returns the folder.</summary>
    public static string Write(TemporaryFolder folder, string name = "session", bool related = false)
    {
        string path = folder.File(name);
        Directory.CreateDirectory(path);
        _ = new SessionHeaderFile(Path.Combine(path, "session.json"), new SessionHeader(
            SessionHeader.CurrentVersion, "clip.mp4", "system", "cpu", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Clock, ["thing"],
            [new SessionModel("student", 2, 2, 1_000_000, 4), new SessionModel("teacher", 2, 2, 5_000_000, 20)], [new SessionPicture(Clock, 64, 48)])
        { Tags = ["indoors", "table"] });
        using (var log = new SessionLog<object>(Path.Combine(path, "session.jsonl"), line => line, e => throw e))
        {
            foreach (var (model, frame, at, word) in (ReadOnlySpan<(string, long, double, string)>)[
                ("student", 1, 0.3, "first"), ("teacher", 1, 0.5, "one"), ("student", 2, 1.3, "second"), ("teacher", 2, 1.5, "two")])
                log.Write(SessionLine.From(Result(model, frame, Clock + at - 0.2, word, related), model == "teacher" ? 0.1 : null, TimeSpan.FromSeconds(Clock + at), ["thing"]));
            foreach (var (model, at, predicate) in (ReadOnlySpan<(string, double, string)>)[("student", 1.4, "on"), ("teacher", 1.55, "near")])
                if (related) log.Write(RelationsLine.From(Relations(model, predicate), TimeSpan.FromSeconds(Clock + at)));
            var answer = new Answer([new ScoredAnswer("yes", 0.75f)], [new QuestionToken("thing", StubModels.Word("thing", 50).Attention)], 12);
            log.Write(AnswerLine.From(
                "student",
                new AnswerResult("is it a thing?", answer, null, 2, TimeSpan.FromSeconds(Clock + 1.6)) { Perception = new Perception(StubModels.Regions, 1) },
                ["thing"]));
        }

        using (var sights = new SessionLog<object>(Path.Combine(path, "regions.jsonl"), line => line, e => throw e))
        {
            foreach (var (frame, at, scores) in (ReadOnlySpan<(long, double, float[])>)[(1, 0.1, [0.25f, 0.75f]), (2, 1.1, [0.875f, 0.01f])])
                sights.Write(RegionsLine.From(new Sight(frame, TimeSpan.FromSeconds(Clock + at), new Perception(related ? StubModels.Pair : StubModels.Regions, 5) { Tags = scores }), ["thing"], ["indoors", "table"]));
        }

        using var film = new VideoRecorder(Path.Combine(path, "source.mp4"), 64, 48, 15, TimeSpan.FromSeconds(Clock));
        for (int i = 0; i < 30; i++)
        {
            using var picture = new Mat(48, 64, MatType.CV_8UC3, Scalar.All(8 * i));
            film.Write(picture, TimeSpan.FromSeconds(Clock + i / 15.0));
        }

        File.WriteAllText(Path.Combine(path, "summary.json"), JsonSerializer.Serialize(new { seconds = 2 }));
        return path;
    }

    /// <summary>A pair of things in frame 2, with masks.</summary>
    public static RelationResult Relations(string model, string predicate) =>
        new(model, 2, TimeSpan.FromSeconds(Clock + 1.1), [new ToldRelation(0, 1, 0, 1, predicate, 0.75f, [0.1f, 0.4f, 0.2f, 0.1f]), new ToldRelation(1, 0, 1, 0, predicate, 0.02f, [0, 0, 0, 0])], 6)
        {
            SubjectMasks = [1, 0, 0, 0, 0, 0, 0, 1],
            ObjectMasks = [0, 1, 0, 0, 0, 0, 1, 0],
            Pairs = 2,
            Rows = 2,
            Columns = 2,
        };

    public static VisionResult Result(string model, long frame, double frameTime, string word, bool related = false) => new(
        model, frame, TimeSpan.FromSeconds(frameTime), new Perception(related ? StubModels.Pair : StubModels.Regions, 5), [StubModels.Word(word, 1), StubModels.Word("thing", 50)], true,
        new StageTimes(0, 1, 2, 3, 4))
    { Layers = 2, Heads = 2 };
}
