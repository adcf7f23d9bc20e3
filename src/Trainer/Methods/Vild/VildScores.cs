using VlDistill.Inference;
using VlDistill.Regions;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>From cosines to detections.</summary>
public static class VildScores
{
    /// <summary>Share of the text branch for base classes, of the image branch for novel ones (Gu et al. 2022, section 3.4).</summary>
    public const double Larger = 2 / 3.0;

    /// <summary>Pairs of region and class kept of a picture.</summary>
    private const int MostDetections = 100;

    /// <summary>Boxes of one class that overlap more are one thing.</summary>
    private const float Overlap = 0.5f;

    /// <summary>Softmax over background and classes, or over classes alone where there is no background: cosines (R, C) and (R) → (R, C).</summary>
    public static Tensor Probabilities(Tensor classes, Tensor? background, double scale) =>
        background is null ? (classes * scale).softmax(1) : (cat([background.unsqueeze(1), classes], 1) * scale).softmax(1).narrow(1, 1, classes.shape[1]);

    /// <summary>Both branches' probabilities (R, C) → p_text^⅔ p_image^⅓ for base classes, p_text^⅓ p_image^⅔ for novel ones.</summary>
    public static Tensor Ensemble(Tensor text, Tensor image, IReadOnlySet<int> novel)
    {
        var share = tensor(Enumerable.Range(0, (int)text.shape[1]).Select(c => (float)(novel.Contains(c) ? 1 - Larger : Larger)).ToArray());
        return text.pow(share) * image.pow(1 - share);
    }

    /// <summary>Detections of a picture, best first: score = objectness^a · probability.</summary>
    /// <param name="probabilities">(R, C), a row per proposal.</param>
    public static IReadOnlyList<Region> Detections(IReadOnlyList<Region> proposals, Tensor probabilities, double objectness)
    {
        var classes = (int)probabilities.shape[1];
        var values = probabilities.contiguous().data<float>().ToArray();
        var pairs = values.Select((p, i) => new Region(proposals[i / classes].Box, i % classes, p * MathF.Pow(proposals[i / classes].Score, (float)objectness)));
        return NonMaximumSuppression.Apply(pairs.OrderByDescending(r => r.Score).Take(3 * MostDetections), 0, Overlap, MostDetections);
    }
}
