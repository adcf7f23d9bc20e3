using System.Numerics;
using VlDistill.Demo.Overlay;
using VlDistill.Demo.Views;
using VlDistill.Demo.Vision;
using VlDistill.Frames;
using VlDistill.Inference;
using VlDistill.Regions;

namespace VlDistill.Demo.Tests;

/// <summary>A screen with fixed data: a drawn picture, overlapping boxes, two sentences with attention of their own in every layer and head.</summary>
internal sealed class ViewScene : IDisposable
{
    private static readonly string[] LongWords = "a very enthusiastic photographer in a yellow raincoat is photographing uncharacteristically colourful mountain bicycles in front of a thoroughly overgrown greenhouse".Split(' ');
    private static readonly string[] ShortTags = ["dog", "grass", "beach", "man", "running", "water", "ball", "red", "outside"];
    private static readonly string[] LongTags = [.. ShortTags.Select(tag => $"uncharacteristically colourful {tag}")];
    private readonly Frame frame;
    private TimeSpan now = TimeSpan.FromSeconds(10);

    /// <param name="width">Pixels of the screen.</param>
    /// <param name="height">Pixels of the screen.</param>
    /// <param name="models">Left to right.</param>
    /// <param name="portrait">True for a picture that is higher than wide.</param>
    /// <param name="longWords">True for sentences and labels as long as they get.</param>
    public ViewScene(int width, int height, string[] models, bool portrait = false, bool longWords = false)
    {
        View = new ViewState { Left = models[0] };
        Screen = new Screen(new DemoOptions { Headless = true, Width = width, Height = height }, View);
        Stage = new StubStage(models) { Available = ["student", "plain", "teacher"], Tags = longWords ? LongTags : ShortTags, Labels = longWords ? ["motorcycle rider", "traffic light pole", "baseball glove"] : ["person", "tie", "dog"] };
        frame = Picture(portrait ? 180 : 320, portrait ? 320 : 240);
        Regions = RegionSet.From([
            new Region(new Box(0.2f, 0.15f, 0.6f, 0.95f), 0, 0.92f), new Region(new Box(0.22f, 0.16f, 0.5f, 0.6f), 1, 0.55f),
            new Region(new Box(0.24f, 0.18f, 0.45f, 0.4f), 1, 0.48f), new Region(new Box(0.65f, 0.5f, 0.98f, 0.9f), 2, 0.8f)]);
        Stage.See(Regions);
        var perception = new Perception(Regions, 12) { Tags = [0.93f, 0.71f, 0.055f, 0.64f, 0.31f, 0.18f, 0.42f, 0.12f, 1] };
        Stage.Sight = new Sight(7, now, perception);
        foreach (var (model, index) in models.Select((model, index) => (model, index)))
        {
            string[] words = longWords ? LongWords : model == "teacher" ? ["a", "woman", "walks", "her", "brown", "dog"] : ["a", "person", "walks", "a", "dog"];
            var (layers, heads) = model == "teacher" ? (3, 8) : (3, 4);
            var result = new VisionResult(model, 7, now, perception, [.. words.Select((word, i) => Word(word, i + index, layers, heads))], Complete: true, new StageTimes(model == "teacher" ? 40 : 0, 1.5, 3, 30 + 20 * index, 25)) { Layers = layers, Heads = heads };
            var statistics = Stage.Feeds[index].Statistics;
            (statistics.Parameters, statistics.Megabytes) = (4_600_000 + 3_600_000 * index, 18.4 + 15 * index);
            for (int i = 0; i < 40; i++)
            {
                statistics.Add(result, now + TimeSpan.FromMilliseconds(100 * i));
                if (model != "teacher") statistics.AttentionDistances.Add(0.05f + 0.02f * MathF.Sin(i / 3f));
                if (model != "teacher") statistics.HiddenCosines.Add(0.8f + 0.05f * MathF.Cos(i / 4f));
            }

            Stage.Say(result);
        }
    }

    public Screen Screen { get; }

    public ViewState View { get; }

    public StubStage Stage { get; }

    public RegionSet Regions { get; }

    public Hud Hud { get; } = new()
    {
        Stack = "test",
        Device = "cpu",
        Source = "street.mp4",
        CameraFps = 30,
        RenderFps = 30,
        Dropped = 12,
        CpuPercent = 142,
        MegabytesResident = 480,
        AttentionDistance = 0.08,
    };

    /// <summary>Finds regions and a place that is none, under several prompts.</summary>
    public void Find(params string[] prompts)
    {
        FoundRegion[] found = [new(Regions.Detected[0].Box, 0, 0, 0.92f), new(Regions.Detected[3].Box, 3, 1, 0.64f), new(new Box(0.68f, 0.1f, 0.95f, 0.3f), null, 1, 0.41f), new(new Box(0.02f, 0.7f, 0.15f, 0.95f), null, 2, 0.22f)];
        Stage.Found = FindResult.Of(prompts, null, [.. found.Where(f => f.Prompt < prompts.Length)], Stage.Tracker);
        View.Finding = true;
    }

    /// <summary>Relations of every model: some alike, one another, one that only one tells.</summary>
    public void Relate()
    {
        float[] looks = [0.12f, 0.3f, 0.22f, 0.18f];
        Tell("student", ToldOf(0, 3, "walking", 0.83f), ToldOf(0, 1, "wearing", 0.71f), ToldOf(1, 3, "left of", 0.35f));
        if (Stage.Feeds.Count > 1) Tell("teacher", ToldOf(0, 3, "holding", 0.64f), ToldOf(0, 1, "wearing", 0.92f), ToldOf(1, 3, "left of", 0.1f));
        View.GraphShown = true;

        ToldRelation ToldOf(int subject, int other, string predicate, float score) =>
            new(subject, other, Stage.Tracker.TrackOf(subject), Stage.Tracker.TrackOf(other), predicate, score, looks);

        void Tell(string model, params ToldRelation[] told)
        {
            float[] subjects = new float[4 * 49], objects = new float[4 * 49];
            for (int cell = 0; cell < 49; cell++) (subjects[cell], objects[3 * 49 + cell]) = (cell % 7 is 2 or 3 ? 1 - cell / 98f : 0.1f, cell % 7 > 4 && cell > 21 ? 0.9f : 0);
            Stage.Tell(new RelationResult(model, 7, now, [.. told.OrderByDescending(t => t.Score)], model == "teacher" ? 41 : 8) { SubjectMasks = subjects, ObjectMasks = objects, Rows = 7, Columns = 7, Pairs = 12 });
        }
    }

    /// <summary>Answers of every model to one question.</summary>
    public void Answer(string question)
    {
        foreach (var feed in Stage.Feeds)
        {
            QuestionToken[] tokens = [.. new[] { "<cls>" }.Concat(question.Split(' ')).Select((word, i) => new QuestionToken(word, Word(word, i, 3, 4).Attention))];
            var answer = new Answer([new("two", 0.83f), new("one", 0.12f), new("three", 0.03f)], tokens, 14);
            Stage.Reply(feed.Model, new AnswerResult(question, answer, null, 7, now) { Perception = new Perception(Regions, 12) });
        }

        View.AnswersShown = true;
    }

    /// <summary>Draws until everything is there and no longer moves; returns the picture, RGBA.</summary>
    public byte[] Draw(Vector2 pointer = default)
    {
        for (int i = 0; i < 25; i++)
        {
            Screen.Render(frame, Stage, Hud, pointer, now);
            now += TimeSpan.FromMilliseconds(130);
        }

        return Screen.Capture();
    }

    public void Dispose()
    {
        Screen.Dispose();
        Stage.Dispose();
    }

    // Every layer and head looks at places of its own, so that the grid has something to tell.
    private static CaptionWord Word(string text, int seed, int layers, int heads)
    {
        const int Tokens = RegionSet.FixedTokens + 4;
        float[] attention = new float[layers * heads * Tokens];
        for (int map = 0; map < layers * heads; map++)
        {
            int layer = map / heads, head = map % heads * 4 / heads;
            attention[map * Tokens + 1 + (seed * 11 + layer * 5 + head * 3) % 49] = 0.1f + 0.1f * layer;
            attention[map * Tokens + 1 + (layer * 9 + head * 17) % 49] += 0.1f + 0.1f * head;
            attention[map * Tokens + RegionSet.FixedTokens + (seed + head) % 4] = 0.25f;
            attention[map * Tokens] = 0.1f;
        }

        return new CaptionWord(text, -0.08f * (seed % 7 + 1), attention);
    }

    private static Frame Picture(int width, int height)
    {
        byte[] pixels = new byte[width * height * 3];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
            {
                bool light = (x / 20 + y / 20) % 2 == 0;
                int at = 3 * (y * width + x);
                (pixels[at], pixels[at + 1], pixels[at + 2]) = light ? ((byte)150, (byte)140, (byte)120) : ((byte)90, (byte)110, (byte)130);
            }

        return new Frame(0, TimeSpan.FromSeconds(0.7), width, height, pixels);
    }
}
