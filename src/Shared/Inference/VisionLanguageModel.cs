using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using VlDistill.Bundles;
using VlDistill.Frames;
using VlDistill.Regions;
using VlDistill.Text;

namespace VlDistill.Inference;

/// <summary>A model of a bundle on ONNX Runtime: region features, prefix, words. Safe to use from several threads.</summary>
public sealed class VisionLanguageModel : IVisionLanguageModel
{
    private readonly BundleModel model;
    private readonly Vocabulary vocabulary;
    private readonly OnnxGraph? eyes;
    private readonly OnnxGraph regions;
    private readonly OnnxGraph prefill;
    private readonly OnnxGraph step;
    private readonly OnnxGraph? toTeacher;
    private readonly QuestionAnswerer? answerer;
    private readonly RelationModel? relations;
    private Described? described;

    /// <param name="model">Its paths lead to the files.</param>
    /// <param name="ownEyes">False when it reads the student eyes' feature map.</param>
    /// <exception cref="UserException">A graph cannot be loaded or has other inputs, outputs or shapes than the manifest promises.</exception>
    public VisionLanguageModel(string name, BundleModel model, bool ownEyes, Vocabulary vocabulary, Device device, int threads)
    {
        Name = name;
        this.model = model;
        this.vocabulary = vocabulary;
        var (layers, heads) = (model.Layers, model.Heads);
        var opened = new List<OnnxGraph>();
        try
        {
            if (ownEyes) eyes = Open(model.Eyes, threads, [Eyes.FrameInput], [Port.Float("features", 1, -1, -1, -1) with { StaysOnDevice = true }]);
            var channels = eyes?.OutputShape("features")[1] ?? -1;
            regions = Open(model.Regions, 1, [Port.Float("features", 1, channels, -1, -1), Port.Float("boxes", -1, 4)], [Port.Float("regions", 1, -1, channels) with { StaysOnDevice = true }]);
            channels = regions.InputShape("features")[1];
            prefill = Open(model.Prefill, 1, [Port.Float("regions", 1, -1, channels), Port.Float("boxes", 1, -1, 4)],
                [Port.Float("keys", layers, 1, heads, -1, -1) with { StaysOnDevice = true }, Port.Float("values", layers, 1, heads, -1, -1) with { StaysOnDevice = true },
                    Port.Float("attention", layers, heads, -1, -1), Port.Float("hidden", 1, -1, -1) with { IsOptional = true }]);
            if (model.ToTeacher is not null && prefill.Gives("hidden"))
                toTeacher = Open(model.ToTeacher, 1, [Port.Float("hidden", -1, prefill.OutputShape("hidden")[2])], [Port.Float("projected", -1, -1)]);
            var width = prefill.OutputShape("keys")[4];
            var cache = new[] { layers, -1, heads, -1, width };
            step = Open(model.Step, 1, [Port.Int64("token", -1), Port.Int64("position", 1), Port.Float("keys", cache), Port.Float("values", cache)],
                [Port.Float("logits", -1, vocabulary.Count), Port.Float("new_keys", cache) with { StaysOnDevice = true },
                    Port.Float("new_values", cache) with { StaysOnDevice = true }, Port.Float("attention", layers, -1, heads, -1)]);
            if (model.Answers is not null) answerer = new QuestionAnswerer(model.Answers, channels, device, 1);
            if (model.Relations is not null) relations = new RelationModel(model.Relations, channels, device, threads);
        }
        catch
        {
            answerer?.Dispose();
            opened.ForEach(g => g.Dispose());
            throw;
        }

        // Regions, prefix and words are so small that waking a second thread costs more than it does.
        OnnxGraph Open(string path, int threads, Port[] inputs, Port[] outputs)
        {
            opened.Add(new OnnxGraph(path, device, threads, inputs, outputs));
            return opened[^1];
        }
    }

    public string Name { get; }

    public int Layers => model.Layers;

    public int Heads => model.Heads;

    public long Parameters => model.Parameters;

    public Description Describe(Frame frame, Perception perception, FeatureMap features, DecodingOptions options, Action<CaptionWord>? onWord = null)
    {
        var (started, spent) = (Stopwatch.GetTimestamp(), InferenceTime.Ticks);
        using var map = See(frame, features);
        if (eyes is not null && relations is not null) Interlocked.Exchange(ref described, new Described(frame, map.Share()))?.Map.Dispose();
        var seen = Stopwatch.GetTimestamp();

        var count = perception.Regions.Tokens.Count;
        var corners = Corners(perception);
        using var boxes = OrtValue.CreateTensorValueFromMemory(corners, [count, 4]);
        using var aligned = regions.Run(map.Value, boxes);
        var cut = Stopwatch.GetTimestamp();

        using var batchOfBoxes = OrtValue.CreateTensorValueFromMemory(corners, [1, count, 4]);
        // A beam puts the keys of its hypotheses into another order, in C#.
        var searches = options.Beam > 1;
        using var prefix = searches ? prefill.RunToRead(aligned[0], batchOfBoxes) : prefill.Run(aligned[0], batchOfBoxes);
        var filled = Stopwatch.GetTimestamp();

        using var words = new OnnxStepModel(step, prefix[0], prefix[1], vocabulary.Count, Layers, Heads, count,
            searches ? null : new AttentionRollout(prefix[2].GetTensorDataAsSpan<float>(), Layers, Heads, count));
        var caption = CaptionDecoder.Decode(words, vocabulary, options, onWord);
        var times = new StageTimes(
            eyes is null ? 0 : Stopwatch.GetElapsedTime(started, seen).TotalMilliseconds,
            Stopwatch.GetElapsedTime(seen, cut).TotalMilliseconds,
            Stopwatch.GetElapsedTime(cut, filled).TotalMilliseconds,
            Stopwatch.GetElapsedTime(started, words.FirstStepEnded).TotalMilliseconds,
            Stopwatch.GetElapsedTime(filled).TotalMilliseconds)
        {
            Inference = InferenceTime.MillisecondsSince(spent),
        };
        return new Description(caption, times) { RegionStates = options.RegionStates ? States(prefix) : null };
    }

    public bool CanAnswer => answerer is not null;

    public Answer Ask(Frame frame, Perception perception, FeatureMap features, string question, int top = 5)
    {
        Answerer.RequireKnown(question);
        return AskAll(frame, perception, features, [question], top)[0];
    }

    /// <summary>Answers several questions about one frame, which is looked at once; one of unknown words only gets an answer too.</summary>
    /// <exception cref="UserException">The model cannot answer questions.</exception>
    public IReadOnlyList<Answer> AskAll(Frame frame, Perception perception, FeatureMap features, IReadOnlyList<string> questions, int top)
    {
        var started = Stopwatch.GetTimestamp();
        using var map = See(frame, features);
        var count = perception.Regions.Tokens.Count;
        var corners = Corners(perception);
        using var boxes = OrtValue.CreateTensorValueFromMemory(corners, [count, 4]);
        using var aligned = regions.Run(map.Value, boxes);
        using var batchOfBoxes = OrtValue.CreateTensorValueFromMemory(corners, [1, count, 4]);
        return [.. questions.Select(question =>
        {
            var (best, tokens) = Answerer.Ask(aligned[0], batchOfBoxes, question, top);
            return new Answer(best, tokens, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        })];
    }

    public IReadOnlyList<string> Predicates => relations?.Predicates ?? [];

    public RelatedPairs Relate(Frame frame, Perception perception, FeatureMap features, IReadOnlyList<string> names) =>
        Relate(frame, features, [.. perception.Regions.Detected.Select(r => r.Box)], names, RelationModel.MostRegions);

    /// <summary>The same for any boxes, at most <paramref name="most"/>, the first ones.</summary>
    public RelatedPairs Relate(Frame frame, FeatureMap features, IReadOnlyList<Box> boxes, IReadOnlyList<string> names, int most)
    {
        if (relations is null) throw new UserException($"model {Name} of this bundle cannot relate things; export a run with a finished stage '{Name}-relations'");
        var started = Stopwatch.GetTimestamp();
        var last = Interlocked.Exchange(ref described, null);
        using var known = last?.Map;
        using var map = last is not null && last.Frame.TryGetTarget(out var before) && ReferenceEquals(before, frame) ? last.Map.Share() : See(frame, features);
        var related = relations.Relate(map, boxes, names, most);
        return related with { Milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds };
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref described, null)?.Map.Dispose();
        relations?.Dispose();
        answerer?.Dispose();
        toTeacher?.Dispose();
        eyes?.Dispose();
        regions.Dispose();
        prefill.Dispose();
        step.Dispose();
    }

    private QuestionAnswerer Answerer =>
        answerer ?? throw new UserException($"model {Name} of this bundle cannot answer questions; export a run with a finished stage '{Name}-answers'");

    private float[]? States(IReadOnlyList<OrtValue> prefix)
    {
        if (!prefill.Gives("hidden") || toTeacher is null && Name != BundleManifest.Teacher) return null;
        var states = prefix[3].GetTensorDataAsSpan<float>().ToArray();
        if (toTeacher is null) return states;
        var width = toTeacher.InputShape("hidden")[1];
        using var rows = OrtValue.CreateTensorValueFromMemory(states, [states.Length / width, width]);
        using var projected = toTeacher.Run(rows);
        return projected[0].GetTensorDataAsSpan<float>().ToArray();
    }

    /// <summary>The map this model reads: the student eyes', or its own eyes'.</summary>
    private FeatureMap See(Frame frame, FeatureMap features)
    {
        if (eyes is null) return features.Share();
        using var input = Eyes.FrameTensor(frame);
        return new FeatureMap(eyes.Run(input)[0]);
    }

    private static float[] Corners(Perception perception)
    {
        var tokens = perception.Regions.Tokens;
        var corners = new float[tokens.Count * 4];
        for (var i = 0; i < tokens.Count; i++) (corners[4 * i], corners[4 * i + 1], corners[4 * i + 2], corners[4 * i + 3]) = tokens[i];
        return corners;
    }

    // What its own eyes saw of the frame described last: whoever relates the things of that very frame need not look again.
    private sealed class Described(Frame frame, FeatureMap map)
    {
        public WeakReference<Frame> Frame { get; } = new(frame);

        public FeatureMap Map => map;
    }
}
