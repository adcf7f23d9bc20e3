using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using VlDistill.Bundles;
using VlDistill.Frames;
using VlDistill.Regions;

namespace VlDistill.Inference;

/// <summary>The student's image network: one frame in, boxes, feature map and tags out. Safe to use from several threads.</summary>
public sealed class Eyes : IDisposable
{
    /// <summary>Proposals are unlikelier than regions, and there are more of them.</summary>
    private const float ProposalThreshold = 0.05f;

    private const int MaxProposals = 30;

    internal static readonly Port FrameInput = new("frame", typeof(byte), -1, -1, 3);

    private readonly OnnxGraph graph;
    private readonly BundleDetector settings;
    private readonly int labels;
    private readonly bool proposes;

    /// <param name="path">eyes.onnx with a detection head.</param>
    /// <param name="labels">Classes of the detector.</param>
    /// <param name="tags">Words of the tag head.</param>
    /// <param name="proposes">Whether somebody can name <see cref="Perception.Proposals"/>.</param>
    public Eyes(string path, BundleDetector settings, int labels, int tags, Device device, int threads, bool proposes = false)
    {
        this.proposes = proposes;
        this.settings = settings;
        this.labels = labels;
        graph = new OnnxGraph(path, device, threads, [FrameInput],
            [Port.Float("boxes", -1, 4), Port.Float("scores", -1), Port.Int64("labels", -1), Port.Float("features", 1, -1, -1, -1) with { StaysOnDevice = true }, Port.Float("tags", tags)]);
    }

    /// <summary>What is in the frame, with the bundle's threshold and number of boxes, and the features, which the caller disposes.</summary>
    public (Perception Perception, FeatureMap Features) See(Frame frame) => See(frame, settings.ScoreThreshold, settings.MaxRegions);

    /// <summary>What is in the frame, for those who need no features.</summary>
    public Perception Perceive(Frame frame) => Perceive(frame, settings.ScoreThreshold, settings.MaxRegions);

    /// <summary>What is in the frame, with other limits: average precision wants many boxes of low score.</summary>
    public Perception Perceive(Frame frame, float scoreThreshold, int maxRegions)
    {
        var (perception, features) = See(frame, scoreThreshold, maxRegions);
        features.Dispose();
        return perception;
    }

    /// <summary>Places that may hold something, whatever it is, best first, and the features, which the caller disposes.</summary>
    public (IReadOnlyList<Region> Places, FeatureMap Features) Propose(Frame frame, float scoreThreshold, int most)
    {
        using var input = FrameTensor(frame);
        var outputs = graph.Run(input);
        var places = NonMaximumSuppression.Apply(Read(outputs, scoreThreshold), scoreThreshold, settings.NmsIou, most, acrossClasses: true);
        foreach (var read in outputs.Where((_, i) => i != 3)) read.Dispose();
        return (places, new FeatureMap(outputs[3]));
    }

    private (Perception Perception, FeatureMap Features) See(Frame frame, float scoreThreshold, int maxRegions)
    {
        var (started, spent) = (Stopwatch.GetTimestamp(), InferenceTime.Ticks);
        using var input = FrameTensor(frame);
        var outputs = graph.Run(input);
        var candidates = Read(outputs, proposes ? Math.Min(scoreThreshold, ProposalThreshold) : scoreThreshold);
        var kept = NonMaximumSuppression.Apply(candidates, scoreThreshold, settings.NmsIou, maxRegions);
        var tags = outputs[4].GetTensorDataAsSpan<float>().ToArray();
        foreach (var read in outputs.Where((_, i) => i != 3)) read.Dispose();
        return (new Perception(RegionSet.From(kept), Stopwatch.GetElapsedTime(started).TotalMilliseconds)
        {
            Tags = tags,
            Proposals = proposes ? NonMaximumSuppression.Apply(candidates, ProposalThreshold, settings.NmsIou, MaxProposals, acrossClasses: true, beside: kept) : [],
            InferenceMilliseconds = InferenceTime.MillisecondsSince(spent),
        }, new FeatureMap(outputs[3]));
    }

    private List<Region> Read(IReadOnlyList<OrtValue> outputs, float scoreThreshold) =>
        Candidates(outputs[0].GetTensorDataAsSpan<float>(), outputs[1].GetTensorDataAsSpan<float>(), outputs[2].GetTensorDataAsSpan<long>(), scoreThreshold);

    private List<Region> Candidates(ReadOnlySpan<float> boxes, ReadOnlySpan<float> scores, ReadOnlySpan<long> classes, float scoreThreshold)
    {
        var candidates = new List<Region>();
        for (var i = 0; i < scores.Length; i++)
        {
            if (!(scores[i] >= scoreThreshold)) continue;
            var box = new Box(Unit(boxes[4 * i]), Unit(boxes[4 * i + 1]), Unit(boxes[4 * i + 2]), Unit(boxes[4 * i + 3]));
            if (box is { Width: > 0, Height: > 0 } && classes[i] >= 0 && classes[i] < labels) candidates.Add(new Region(box, (int)classes[i], scores[i]));
        }
        return candidates;
    }

    public void Dispose() => graph.Dispose();

    internal static OrtValue FrameTensor(Frame frame)
    {
        var pixels = frame.Pixels.AsMemory(0, frame.Width * frame.Height * 3);
        return OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, pixels, [frame.Height, frame.Width, 3]);
    }

    private static float Unit(float value) => Math.Clamp(value, 0, 1);
}
