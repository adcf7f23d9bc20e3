using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>Trains a captioner that can already speak on the CIDEr-D of sentences it draws itself (Rennie et al. 2017).</summary>
/// <remarks><c>init</c> names the captioner; layers, width and eyes are its.</remarks>
public sealed record SelfCriticalSettings : TextSettings
{
    public SelfCriticalSettings() => (Epochs, LearningRate, WarmupSteps, Dropout) = (1, 1e-4, 20, 0);

    /// <summary>Sentences drawn for each picture; each is compared with the mean of the others.</summary>
    [Range(2, 64)]
    public int Sentences { get; set; } = 5;

    /// <summary>
    /// Divides the logits of what is drawn and learned. A captioner trained with label smoothing draws far poorer sentences than its greedy
    /// ones at 1; below that it learns from sentences like those it will say.
    /// </summary>
    [Range(0.05, 10)]
    public double Temperature { get; set; } = 0.5;
}
