using VlDistill.Trainer.Losses;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>The losses of ViLD (Gu et al. 2022, sections 3.2 and 3.3) and those of the crop encoder.</summary>
public static class VildLosses
{
    /// <summary>A region that counts for no branch: padding, or one on a crowd.</summary>
    public const long Ignored = -1;

    /// <summary>Number of the background among the text branch's classes; class c is c + 1.</summary>
    public const long Background = 0;

    /// <summary>Term <c>text</c>, equation 2: cross-entropy of cosines × scale, background first; mean over regions, 0 when none counts.</summary>
    /// <param name="background">Cosine to the learned background (N).</param>
    /// <param name="classes">Cosines to the base classes' names (N, C).</param>
    /// <param name="targets">(N): <see cref="Background"/>, class + 1, or <see cref="Ignored"/>.</param>
    public static LossTerm Text(Tensor background, Tensor classes, Tensor targets, double scale, double weight = 1)
    {
        var logits = cat([background.unsqueeze(1), classes], 1) * scale;
        var counts = targets.ne(Ignored).to(float32);
        var each = -logits.log_softmax(1).gather(1, targets.clamp_min(0).unsqueeze(1)).squeeze(1);
        return new LossTerm("text", (each * counts).sum() / counts.sum().clamp_min(1), weight);
    }

    /// <summary>Term <c>image</c>, equation 3: absolute difference summed over dimensions, mean over regions, 0 when there is none.</summary>
    /// <param name="regions">Of unit length (N, D).</param>
    /// <param name="crops">Of unit length (N, D); a constant.</param>
    public static LossTerm Image(Tensor regions, Tensor crops, double weight = 1) =>
        new("image", (regions - crops.detach()).abs().sum() / Math.Max(1, regions.shape[0]), weight);

    /// <summary>Term <c>captions</c>: symmetric InfoNCE of pictures and their sentences, both of unit length (B, D).</summary>
    public static LossTerm Contrast(Tensor pictures, Tensor sentences, double scale, double weight = 1)
    {
        var logits = pictures.matmul(sentences.t()) * scale;
        return new LossTerm("captions", -(logits.log_softmax(1).diagonal().mean() + logits.log_softmax(0).diagonal().mean()) / 2, weight);
    }

    /// <summary>Term <c>labels</c>: cross-entropy of a crop's cosines × scale to class names (N, C); targets (N) hold class numbers; 0 when there is no crop.</summary>
    public static LossTerm Labels(Tensor classes, Tensor targets, double scale, double weight = 1) =>
        new("labels", -(classes * scale).log_softmax(1).gather(1, targets.unsqueeze(1)).sum() / Math.Max(1, classes.shape[0]), weight);

    /// <summary>Term <c>names</c>: cross-entropy of cosines × scale to many names (N, K) against soft targets (N, K) that sum to 1; 0 when there is no crop.</summary>
    public static LossTerm Names(Tensor cosines, Tensor targets, double scale, double weight = 1) =>
        new("names", -(targets.detach() * (cosines * scale).log_softmax(1)).sum() / Math.Max(1, cosines.shape[0]), weight);
}
