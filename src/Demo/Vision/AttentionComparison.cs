namespace VlDistill.Demo.Vision;

/// <summary>Compares where two models looked in the very same frame, whichever finishes last.</summary>
/// <param name="reference">The model to compare with, the teacher.</param>
public sealed class AttentionComparison(string reference)
{
    private const int Remembered = 64;
    private readonly Lock gate = new();
    private readonly Queue<VisionResult> recent = new();

    /// <summary>Distance and frame of the last pair; null before the first.</summary>
    public (double Distance, long FrameId)? Latest { get; private set; }

    /// <summary>Mean distance of all pairs so far; null before the first.</summary>
    public double? Mean => pairs > 0 ? sum / pairs : null;

    private double sum;
    private long pairs;

    /// <summary>Remembers a complete result; returns the distance to the other side where that has described the same frame.</summary>
    public double? Add(VisionResult result)
    {
        lock (gate)
        {
            recent.Enqueue(result);
            if (recent.Count > Remembered) recent.Dequeue();
            double? distance = null;
            foreach (var other in recent)
            {
                if (other.FrameId != result.FrameId || other.Model == reference == (result.Model == reference)) continue;
                int tokens = result.Perception.Regions.Tokens.Count;
                distance = RegionAttention.Distance(RegionAttention.MeanOf(result.Words, tokens), RegionAttention.MeanOf(other.Words, tokens));
                Latest = (distance.Value, result.FrameId);
                sum += distance.Value;
                pairs++;
            }

            return distance;
        }
    }
}
