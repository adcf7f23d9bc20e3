using VlDistill.Regions;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Losses;

/// <summary>The true boxes of a batch, padded to the longest list: boxes (B, M, 4) relative, labels (B, M) with −1 for padding.</summary>
public sealed record DetectionTargets(Tensor Boxes, Tensor Labels)
{
    /// <summary>Pads the lists; M is at least 1.</summary>
    public static DetectionTargets From(IReadOnlyList<IReadOnlyList<Region>> pictures)
    {
        var longest = Math.Max(1, pictures.Max(p => p.Count));
        var boxes = new float[pictures.Count * longest * 4];
        var labels = new long[pictures.Count * longest];
        Array.Fill(labels, -1);
        for (var p = 0; p < pictures.Count; p++)
        {
            for (var i = 0; i < pictures[p].Count; i++)
            {
                var (box, at) = (pictures[p][i].Box, p * longest + i);
                ((ReadOnlySpan<float>)[box.X1, box.Y1, box.X2, box.Y2]).CopyTo(boxes.AsSpan(at * 4));
                labels[at] = pictures[p][i].Label;
            }
        }
        return new DetectionTargets(tensor(boxes, [pictures.Count, longest, 4]), tensor(labels, [pictures.Count, longest]));
    }
}
