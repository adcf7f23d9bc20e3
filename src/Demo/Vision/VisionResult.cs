using VlDistill.Inference;

namespace VlDistill.Demo.Vision;

/// <summary>What one model says about one frame; published anew with every word until it is complete.</summary>
/// <param name="Model">student, plain or teacher.</param>
/// <param name="FrameId">The frame it is about.</param>
/// <param name="FrameTime">When that frame was captured.</param>
/// <param name="Perception">The boxes and region tokens the words attend to.</param>
/// <param name="Words">Words so far.</param>
/// <param name="Complete">True once the sentence is over; only then the times hold.</param>
/// <param name="Times">Milliseconds of each stage.</param>
public sealed record VisionResult(
    string Model, long FrameId, TimeSpan FrameTime, Perception Perception, IReadOnlyList<CaptionWord> Words, bool Complete, StageTimes Times)
{
    /// <summary>Transformer layers of the model that said it: the outermost size of <see cref="CaptionWord.Attention"/>.</summary>
    public int Layers { get; init; }

    /// <summary>Attention heads in each layer.</summary>
    public int Heads { get; init; }

    /// <summary>Last-layer states of the region tokens in the teacher's space, region tokens × the teacher's width; null before the end and where the bundle has none.</summary>
    public float[]? RegionStates { get; init; }

    /// <summary>The sentence as people read it.</summary>
    public string Text { get; } = string.Join(' ', Words.Select(w => w.Text));
}
