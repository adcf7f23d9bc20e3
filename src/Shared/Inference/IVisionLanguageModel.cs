using VlDistill.Frames;
using VlDistill.Regions;

namespace VlDistill.Inference;

/// <summary>What the student's eyes saw in one frame; every model describes the same regions. The features travel beside it, as a <see cref="FeatureMap"/>.</summary>
/// <param name="Regions">Detections and region tokens.</param>
/// <param name="Milliseconds">Time the eyes took.</param>
public sealed record Perception(RegionSet Regions, double Milliseconds)
{
    /// <summary>Probability of each of the bundle's tags, empty when its eyes have no tag head.</summary>
    public float[] Tags { get; init; } = [];

    /// <summary>Places beside the detected regions that may hold something, whatever it is, best first; empty when the bundle has no open vocabulary to name them.</summary>
    public IReadOnlyList<Region> Proposals { get; init; } = [];

    /// <summary>The part of <see cref="Milliseconds"/> inside ONNX Runtime.</summary>
    public double InferenceMilliseconds { get; init; }
}

/// <summary>Time of each stage of one description, in milliseconds.</summary>
/// <param name="Eyes">The model's own eyes (0 for the student, whose eyes ran already).</param>
/// <param name="Regions">Region features by RoI align.</param>
/// <param name="Prefill">Region tokens through the transformer.</param>
/// <param name="FirstToken">From the start of the description to the first word.</param>
/// <param name="Decode">All words.</param>
public readonly record struct StageTimes(double Eyes, double Regions, double Prefill, double FirstToken, double Decode)
{
    /// <summary>The part of all stages inside ONNX Runtime.</summary>
    public double Inference { get; init; }

    public double Total => Eyes + Regions + Prefill + Decode;
}

/// <summary>A caption with the time it took.</summary>
public sealed record Description(Caption Caption, StageTimes Times)
{
    /// <summary>
    /// The last layer's states of the region tokens in the teacher's space, region tokens × the teacher's width, row-major: the teacher's own,
    /// or another model's through the bundle's least-squares map. Null where nobody asked, or the bundle lacks the states or the map.
    /// </summary>
    public float[]? RegionStates { get; init; }
}

/// <summary>Teacher, student or plain twin: nothing downstream knows which it holds.</summary>
public interface IVisionLanguageModel : IDisposable
{
    /// <summary>The name in the bundle: student, plain or teacher.</summary>
    string Name { get; }

    /// <summary>Transformer layers.</summary>
    int Layers { get; }

    /// <summary>Attention heads per layer.</summary>
    int Heads { get; }

    /// <summary>Parameters of everything that runs for this model, its eyes included.</summary>
    long Parameters { get; }

    /// <summary>Says one sentence about a frame; <paramref name="onWord"/> hears each word as it is chosen (greedy only).</summary>
    /// <param name="features">The student eyes' map of the frame; the caller's handle, read until the call returns.</param>
    Description Describe(Frame frame, Perception perception, FeatureMap features, DecodingOptions options, Action<CaptionWord>? onWord = null);

    /// <summary>Whether the bundle taught it to answer questions.</summary>
    bool CanAnswer { get; }

    /// <summary>Answers a question about a frame from a fixed list; <paramref name="top"/> answers are told, the likeliest first.</summary>
    /// <exception cref="UserException">It cannot answer questions, or knows no word of this one.</exception>
    Answer Ask(Frame frame, Perception perception, FeatureMap features, string question, int top = 5);

    /// <summary>Predicates it was taught to see between two things; empty where the bundle taught it none.</summary>
    IReadOnlyList<string> Predicates => [];

    /// <summary>Scores what every two of the detected regions do to each other.</summary>
    /// <param name="names">What each region shows.</param>
    /// <exception cref="UserException">It was taught no predicates.</exception>
    RelatedPairs Relate(Frame frame, Perception perception, FeatureMap features, IReadOnlyList<string> names) =>
        throw new UserException($"model {Name} of this bundle cannot relate things; export a run with a finished stage '{Name}-relations'");
}
