using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using VlDistill.Bundles;
using VlDistill.Frames;
using VlDistill.Regions;

namespace VlDistill.Inference;

/// <summary>The student's image network: one frame in, boxes, feature map and tags out. Safe to use from several threads.</summary>
public sealed class Eyes : IDisposable
{
    internal static readonly Port FrameInput = new("frame", typeof(byte), -1, -1, 3);

    private readonly OnnxGraph graph;
    private readonly BundleDetector settings;
    private readonly int labels;

    /// <param name="path">eyes.onnx with a detection head.</param>
    /// <param name="labels">Classes of the detector.</param>
    /// <param name="tags">Words of the tag head.</param>
    public Eyes(string path, BundleDetector settings, int labels, int tags, Device device, int threads)
    {
        this.settings = settings;
        this.labels = labels;
        graph = new OnnxGraph(path, device, threads, [FrameInput],
            [Port.Float("boxes", -1, 4), Port.Float("scores", -1), Port.Int64("labels", -1), Port.Float("features", 1, -1, -1, -1), Port.Float("tags", tags)]);
    }

    /// <summary>What is in the frame, with the bundle's threshold and number of boxes.</summary>
    public Perception Perceive(Frame frame) => Perceive(frame, settings.ScoreThreshold, settings.MaxRegions);

    /// <summary>What is in the frame, with other limits: average precision wants many boxes of low score.</summary>
    public Perception Perceive(Frame frame, float scoreThreshold, int maxRegions)
    {
        var started = Stopwatch.GetTimestamp();
        using var input = FrameTensor(frame);
        using var outputs = graph.Run(input);
        var boxes = outputs[0].GetTensorDataAsSpan<float>();
        var scores = outputs[1].GetTensorDataAsSpan<float>();
        var classes = outputs[2].GetTensorDataAsSpan<long>();
        var candidates = new List<Region>(scores.Length);
        for (var i = 0; i < scores.Length; i++)
        {
            var box = new Box(Unit(boxes[4 * i]), Unit(boxes[4 * i + 1]), Unit(boxes[4 * i + 2]), Unit(boxes[4 * i + 3]));
            if (box is { Width: > 0, Height: > 0 } && classes[i] >= 0 && classes[i] < labels) candidates.Add(new Region(box, (int)classes[i], scores[i]));
        }
        var kept = NonMaximumSuppression.Apply(candidates, scoreThreshold, settings.NmsIou, maxRegions);
        var shape = outputs[3].GetTensorTypeAndShape().Shape;
        return new Perception(RegionSet.From(kept), outputs[3].GetTensorDataAsSpan<float>().ToArray(), [.. shape.Select(s => (int)s)],
            Stopwatch.GetElapsedTime(started).TotalMilliseconds)
        {
            Tags = outputs[4].GetTensorDataAsSpan<float>().ToArray(),
        };
    }

    public void Dispose() => graph.Dispose();

    internal static OrtValue FrameTensor(Frame frame)
    {
        var pixels = frame.Pixels.AsMemory(0, frame.Width * frame.Height * 3);
        return OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, pixels, [frame.Height, frame.Width, 3]);
    }

    private static float Unit(float value) => Math.Clamp(value, 0, 1);
}
