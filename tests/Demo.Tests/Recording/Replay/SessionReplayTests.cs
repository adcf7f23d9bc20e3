using System.Text.RegularExpressions;
using VlDistill.Demo.Capture;
using VlDistill.Demo.Recording.Replay;
using VlDistill.Demo.Tests.Capture;
using VlDistill.Demo.Vision;
using VlDistill.Frames;

namespace VlDistill.Demo.Tests.Recording.Replay;

public sealed class SessionReplayTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeClock clock = new();
    private readonly List<(VisionResult Result, double? Distance)> said = [];
    private readonly List<AnswerResult> answers = [];
    private ICaptureSource? source;
    private IVisionStage? stage;

    public void Dispose()
    {
        stage?.Dispose();
        source?.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Step_PictureByPicture_SaysEverythingAtItsTime()
    {
        Open(RecordedFolder.Write(folder));

        Play(pictures: 6); // up to 0.33 s
        Assert.Equal("first thing", stage!.Feeds[0].Latest!.Text);
        Assert.Null(stage.Feeds[1].Latest);
        Play(pictures: 24);

        Assert.Equal(["first thing", "one thing", "second thing", "two thing"], said.Select(s => s.Result.Text));
        Assert.Equal([null, 0, null, 0], said.Select(s => s.Distance is { } d ? Math.Round(d, 3) : (double?)null));
        Assert.Equal("yes", Assert.Single(answers).Answer!.Text);
        Assert.Equal("is it a thing?", stage.Feeds[0].LatestAnswer!.Question);
        // Captured 0.1 s after the first picture, on the replaying program's clock.
        Assert.Equal(0.1, said[0].Result.FrameTime.TotalSeconds, 0.001);
    }

    [Fact]
    public void Step_RestoredResult_HasWordsAttentionBoxesAndTimes()
    {
        Open(RecordedFolder.Write(folder));
        Play(pictures: 6);

        var result = said[0].Result;

        var original = RecordedFolder.Result("student", 1, 0, "first");
        Assert.Equal((2, 2, original.Times), (result.Layers, result.Heads, result.Times));
        Assert.Equal(original.Perception.Regions.Detected, result.Perception.Regions.Detected);
        Assert.Equal(original.Words[0].LogProbability, result.Words[0].LogProbability, 0.001f);
        Assert.All(original.Words[1].Attention.Zip(result.Words[1].Attention), pair => Assert.Equal(pair.First, pair.Second, 0.01f));
        Assert.Equal(["student", "teacher"], stage!.Available);
        Assert.Equal(5_000_000, stage.Feeds[1].Statistics.Parameters);
        Assert.Single(stage.Sight!.Perception.Regions.Detected);
        Assert.Equal("first thing", stage.Feeds[0].Latest!.Text);
    }

    [Fact]
    public void Step_RecordedTags_AreTheEyesAgain()
    {
        Open(RecordedFolder.Write(folder));

        Play(pictures: 6);
        Assert.Equal(["indoors", "table"], stage!.Tags);
        Assert.Equal([0.25f, 0.75f], stage.Sight!.Perception.Tags);
        Play(pictures: 24);

        // A tag that was as good as absent was not kept.
        Assert.Equal([0.875f, 0], stage.Sight!.Perception.Tags);
    }

    [Fact]
    public void Step_RecordingOfAnEarlierVersion_HasNoTags()
    {
        string path = RecordedFolder.Write(folder), header = Path.Combine(path, "session.json"), sights = Path.Combine(path, "regions.jsonl");
        File.WriteAllText(header, Regex.Replace(File.ReadAllText(header), """,\s*"tags": \[[^]]*\]""", ""));
        File.WriteAllText(sights, Regex.Replace(File.ReadAllText(sights), """,?"tags":\[[^]]*\]""", ""));
        Assert.DoesNotContain("tags", File.ReadAllText(header) + File.ReadAllText(sights), StringComparison.Ordinal);
        Open(path);

        Play(pictures: 6);

        Assert.Empty(stage!.Tags);
        Assert.Empty(stage.Sight!.Perception.Tags);
        Assert.Single(stage.Sight.Perception.Regions.Detected);
    }

    [Fact]
    public void Step_RecordedRelations_ComeAgainBetweenTheFollowedThings()
    {
        Open(RecordedFolder.Write(folder, related: true));
        var related = new List<RelationResult>();
        stage!.Related += related.Add;

        Play(pictures: 30);

        Assert.Equal(["student", "teacher"], related.Select(r => r.Model));
        Assert.Same(related[1], stage.Feeds[1].Relations);
        var told = Assert.Single(related[0].Told);
        Assert.Equal((stage.Tracker.TrackOf(0), stage.Tracker.TrackOf(1), "on", 0.75f), (told.SubjectTrack, told.ObjectTrack, told.Predicate, told.Score));
        Assert.Equal([0.1f, 0.4f, 0.2f, 0.1f], told.Looks);
        Assert.Equal([0, 0, 0, 1], related[0].Mask(related[0].SubjectMasks, 1).ToArray());
        Assert.Equal(new RelationSummary(1, 2, 6, 6), stage.Feeds[0].Statistics.Summarise().Relations);
        Assert.Null(stage.Feeds[0].Unrelated);
        Assert.Equal(related[0].FrameId, said.Single(s => s.Result.Text == "second thing").Result.FrameId);
    }

    [Fact]
    public void Open_RecordingWithoutRelations_SaysSo()
    {
        Open(RecordedFolder.Write(folder));

        Assert.All(stage!.Feeds, feed => Assert.Equal("no relations in this recording", feed.Unrelated));
    }

    [Fact]
    public void Step_DamagedRelations_AreLeftOut()
    {
        string path = RecordedFolder.Write(folder, related: true), lines = Path.Combine(path, "session.jsonl");
        File.AppendAllText(lines, """
            {"time":11.6,"model":"student","frame":2,"frameTime":11.1,"relations":[{"subject":7,"predicate":"on","object":-1,"p":0.9,"looks":[]}],"ms":1,"rows":9,"columns":9,"subjectMasks":"x","objectMasks":null}
            {"time":11.7,"model":"student","frame":99,"frameTime":11.1,"relations":[],"ms":1}
            {"time":11.7,"model":"student","frame":2,"frameTime":11.1,"relations":[null],"ms":1}
            {"time":11.7,"model":"nobody","frame":2,"frameTime":11.1,"relations":[],"ms":1}

            """);
        Open(path);

        Play(pictures: 30);

        Assert.Empty(stage!.Feeds[0].Relations!.Told);
        Assert.Equal("near", Assert.Single(stage.Feeds[1].Relations!.Told).Predicate);
    }

    [Fact]
    public void Step_PastTheEnd_LoopsAndSaysItAgain()
    {
        Open(RecordedFolder.Write(folder));

        Play(pictures: 30 + 2 + 6);

        Assert.Equal(5, said.Count);
        Assert.Equal("first thing", said[4].Result.Text);
        Assert.NotEqual(said[0].Result.FrameId, said[4].Result.FrameId);
    }

    [Fact]
    public void Open_FilmMissing_PlaysDarkPicturesAndSaysSo()
    {
        string path = RecordedFolder.Write(folder);
        File.Delete(Path.Combine(path, "source.mp4"));
        Open(path);

        Play(pictures: 5);
        Assert.Contains("source.mp4 is missing", source!.Notice, StringComparison.Ordinal);
        Play(pictures: 25);

        Assert.Equal(4, said.Count);
    }

    [Fact]
    public void Open_KilledRecording_PlaysUpToWhereItGot()
    {
        string path = RecordedFolder.Write(folder), lines = Path.Combine(path, "session.jsonl");
        File.Delete(Path.Combine(path, "summary.json"));
        File.WriteAllText(lines, File.ReadAllText(lines)[..^500]);
        Open(path);

        Play(pictures: 5);
        Assert.Contains("1 damaged line", source!.Notice, StringComparison.Ordinal);
        Play(pictures: 25);

        Assert.Equal(["first thing", "one thing", "second thing", "two thing"], said.Select(s => s.Result.Text));
    }

    [Fact]
    public void Step_AttentionOfTheWrongLength_KeepsTheWords()
    {
        string path = RecordedFolder.Write(folder), lines = Path.Combine(path, "session.jsonl");
        File.WriteAllText(lines, Regex.Replace(File.ReadAllText(lines), "\"attention\":\"....", "\"attention\":\""));
        Open(path);

        Play(pictures: 6);

        Assert.Equal("first thing", said[0].Result.Text);
        Assert.Equal((0, 0), (said[0].Result.Layers, said[0].Result.Words[0].Attention.Length));
    }

    [Fact]
    public void AskShowLoad_InAReplay_SayWhatCannotBe()
    {
        Open(RecordedFolder.Write(folder));

        stage!.Ask("what?");
        Assert.Contains("cannot be asked", stage.Notice, StringComparison.Ordinal);
        stage.Show(["plain"]);
        Assert.Contains("student, teacher only", stage.Notice, StringComparison.Ordinal);
        stage.Load("models");
        Assert.Contains("no models to exchange", stage.Notice, StringComparison.Ordinal);
        stage.Show(["teacher"]);
        stage.Update();
        Assert.Equal(["teacher"], stage.Feeds.Select(f => f.Model));
    }

    [Theory]
    [InlineData("session.json", "{}", "is no session header")]
    [InlineData("session.json", "nothing", "is no session header")]
    [InlineData("session.json", """{"version":1,"models":[],"labels":[],"pictures":[]}""", "names no models")]
    [InlineData("session.json", """{"version":7}""", "has version 7")]
    [InlineData("session.json", null, "is missing")]
    [InlineData("session.jsonl", null, "is missing")]
    public void Open_NoRecording_IsOneClearLine(string file, string? text, string complaint)
    {
        string path = RecordedFolder.Write(folder);
        if (text is null) File.Delete(Path.Combine(path, file));
        else File.WriteAllText(Path.Combine(path, file), text);

        var fault = Assert.Throws<UserException>(() => RecordedSession.Open(path));

        Assert.Contains(file, fault.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FlippedBits_IsAMessageOrPlays()
    {
        var random = new Random(4);
        string path = RecordedFolder.Write(folder);
        string[] files = ["session.json", "session.jsonl", "source.mp4"];
        byte[][] whole = [.. files.Select(f => File.ReadAllBytes(Path.Combine(path, f)))];
        for (int i = 0; i < 60; i++)
        {
            for (int f = 0; f < files.Length; f++)
            {
                byte[] bytes = [.. whole[f]];
                for (int flips = 0; flips < 1 + i % 5; flips++) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                File.WriteAllBytes(Path.Combine(path, files[f]), i % 3 == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            }

            try
            {
                Open(path);
                Play(pictures: 20);
            }
            catch (UserException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }
    }

    [Fact]
    public void IsAt_FoldersAndFiles_KnowsARecording()
    {
        string path = RecordedFolder.Write(folder);

        Assert.True(RecordedSession.IsAt(path));
        Assert.True(RecordedSession.IsAt(Path.Combine(path, "session.jsonl")));
        Assert.False(RecordedSession.IsAt(folder.Path));
        Assert.False(RecordedSession.IsAt(Path.Combine(path, "source.mp4")));
    }

    private void Open(string path)
    {
        stage?.Dispose();
        source?.Dispose();
        said.Clear();
        var replay = new SessionReplay(RecordedSession.Open(path));
        stage = replay.OpenStage(clock, (result, distance) => said.Add((result, distance)));
        stage.Answered += (_, answer) => answers.Add(answer);
        source = replay.OpenSource(new FrameWriter(new FramePool(), clock));
    }

    private void Play(int pictures)
    {
        for (int i = 0; i < pictures; i++)
        {
            if (source!.Next(default) is { } frame) stage!.Frames.Put(frame);
            stage!.Step();
        }
    }
}
