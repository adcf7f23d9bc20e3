using System.Numerics.Tensors;

namespace VlDistill.Demo.Vision;

/// <summary>Compares where two models looked in the very same frame, and what they made of its regions, whichever finishes last.</summary>
/// <param name="reference">The model to compare with, the teacher.</param>
public sealed class AttentionComparison(string reference)
{
    private const int Remembered = 64;
    private static readonly TimeSpan SameFrame = TimeSpan.FromSeconds(0.5);
    private readonly Lock gate = new();
    private readonly Queue<VisionResult> recent = new();
    private ComparedPair? last;
    private double sum;
    private long pairs;

    /// <summary>The teacher, whichever side it is shown on; without it the last model.</summary>
    public static string ReferenceOf(IReadOnlyList<string> models) => models.Contains("teacher") ? "teacher" : models[^1];

    /// <summary>Distance and frame of the last pair; null before the first.</summary>
    public (double Distance, long FrameId)? Latest => Volatile.Read(ref last) is { } pair ? (pair.Distance, pair.Left.FrameId) : null;

    /// <summary>The last two results about the same frame, the reference's on the right; null before the first.</summary>
    public (VisionResult Left, VisionResult Right)? LatestPair => Volatile.Read(ref last) is { } pair ? (pair.Left, pair.Right) : null;

    /// <summary>Mean cosine of the last pair's region states; null where a bundle has none.</summary>
    public double? HiddenCosine => Volatile.Read(ref last)?.HiddenCosine;

    /// <summary>Mean distance of all pairs so far; null before the first.</summary>
    public double? Mean => pairs > 0 ? sum / pairs : null;

    /// <summary>Remembers a complete result; returns the comparison with the other side where that has described the same frame.</summary>
    public ComparedPair? Add(VisionResult result)
    {
        lock (gate)
        {
            recent.Enqueue(result);
            if (recent.Count > Remembered) recent.Dequeue();
            ComparedPair? compared = null;
            foreach (var other in recent)
            {
                // Another source counts its frames anew; a replayed one gives a frame's time to the millisecond.
                if (other.FrameId != result.FrameId || (other.FrameTime - result.FrameTime).Duration() > SameFrame || other.Model == reference == (result.Model == reference)) continue;
                compared = result.Model == reference ? Compare(other, result) : Compare(result, other);
                Volatile.Write(ref last, compared);
                sum += compared.Distance;
                pairs++;
            }

            return compared;
        }
    }

    private static ComparedPair Compare(VisionResult left, VisionResult right)
    {
        int tokens = left.Perception.Regions.Tokens.Count;
        double distance = RegionAttention.Distance(RegionAttention.MeanOf(left.Words, tokens), RegionAttention.MeanOf(right.Words, tokens));
        return new ComparedPair(left, right, distance, Cosine(left.RegionStates, right.RegionStates, tokens));
    }

    /// <summary>Mean over region tokens of the cosine of their states.</summary>
    internal static double? Cosine(float[]? left, float[]? right, int tokens)
    {
        if (left is null || right is null || left.Length != right.Length) return null;
        double sum = 0;
        int width = left.Length / tokens;
        for (int token = 0; token < tokens; token++)
            sum += TensorPrimitives.CosineSimilarity(left.AsSpan(token * width, width), right.AsSpan(token * width, width));
        return sum / tokens;
    }
}

/// <summary>Two results about the same frame.</summary>
/// <param name="Left">What is compared.</param>
/// <param name="Right">The reference's.</param>
/// <param name="Distance">Jensen–Shannon divergence of their mean attention, in [0, 1].</param>
/// <param name="HiddenCosine">Mean cosine of their region states; null where either has none.</param>
public sealed record ComparedPair(VisionResult Left, VisionResult Right, double Distance, double? HiddenCosine);
