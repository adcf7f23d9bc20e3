using VlDistill.Frames;
using VlDistill.Regions;

namespace VlDistill.Demo.Vision;

/// <summary>
/// Says which frames are worth a description: those that differ from the last one described, in the picture or in the boxes, and one
/// a second anyway. On a still scene that saves the processor and leaves the sentence alone.
/// </summary>
/// <param name="always">True lets every frame through.</param>
public sealed class ChangeGate(bool always = false)
{
    private const int Size = 32;
    private const int Samples = 4;

    // In grey levels; the noise of a webcam, averaged over a cell, stays below 2.
    private const double LeastDifference = 3;
    private const double LeastOverlap = 0.7;
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(1);
    private readonly byte[] described = new byte[Size * Size];
    private readonly byte[] present = new byte[Size * Size];
    private IReadOnlyList<Region>? boxes;
    private TimeSpan last;

    /// <summary>True where the frame shall be described; it is then what later ones are compared with.</summary>
    public bool Admits(Frame frame, RegionSet regions)
    {
        if (always) return true;
        Shrink(frame, present);
        bool due = frame.Time < last || frame.Time - last >= LongestSilence;
        if (boxes is not null && !due && Difference(present, described) < LeastDifference && Overlap(boxes, regions.Detected) >= LeastOverlap) return false;
        present.CopyTo(described, 0);
        (boxes, last) = (regions.Detected, frame.Time);
        return true;
    }

    /// <summary>IoU summed over greedily matched boxes, per box of the larger set: 1 for the same boxes, 0 for others.</summary>
    internal static double Overlap(IReadOnlyList<Region> a, IReadOnlyList<Region> b)
    {
        int most = Math.Max(a.Count, b.Count);
        if (most == 0) return 1;
        Span<bool> taken = stackalloc bool[b.Count];
        double sum = 0;
        for (int i = 0; i < a.Count; i++)
        {
            int best = -1;
            float overlap = 0;
            for (int j = 0; j < b.Count; j++)
                if (!taken[j] && a[i].Box.IoU(b[j].Box) is var iou && iou > overlap) (best, overlap) = (j, iou);
            if (best < 0) continue;
            taken[best] = true;
            sum += overlap;
        }

        return sum / most;
    }

    private static double Difference(byte[] a, byte[] b)
    {
        int sum = 0;
        for (int i = 0; i < a.Length; i++) sum += Math.Abs(a[i] - b[i]);
        return (double)sum / a.Length;
    }

    // The mean of a few pixels of each cell; green stands for brightness.
    private static void Shrink(Frame frame, byte[] into)
    {
        for (int y = 0; y < Size; y++)
        {
            for (int x = 0; x < Size; x++)
            {
                int sum = 0;
                for (int sy = 0; sy < Samples; sy++)
                {
                    int row = (int)((y + (sy + 0.5) / Samples) * frame.Height / Size) * frame.Width;
                    for (int sx = 0; sx < Samples; sx++)
                        sum += frame.Pixels[3 * (row + (int)((x + (sx + 0.5) / Samples) * frame.Width / Size)) + 1];
                }

                into[y * Size + x] = (byte)(sum / (Samples * Samples));
            }
        }
    }
}
