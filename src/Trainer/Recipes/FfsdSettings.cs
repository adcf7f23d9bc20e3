using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>Trains students together without a trained teacher (online distillation); only one of them is the result.</summary>
public abstract record OnlineSettings : CropSettings
{
    /// <summary>Trunk of every student: edgetpu, labeler, slim, resnet20 or tiny.</summary>
    public string Trunk { get; set; } = "slim";

    /// <summary>Common students m.</summary>
    [Range(2, 16)]
    public int Students { get; set; } = 2;

    /// <summary>T of every divergence between two networks' probabilities.</summary>
    [Range(0.05, 100)]
    public double Temperature { get; set; } = 2;
}

/// <summary>Deep mutual learning (Zhang et al. 2018): the result is the first student.</summary>
public sealed record MutualSettings : OnlineSettings
{
    public MutualSettings() => Temperature = 1;
}

/// <summary>FFSD (Li et al. 2022): the result is the leader, beside the common students. Defaults are the published code's.</summary>
public sealed record FfsdSettings : OnlineSettings
{
    /// <summary>λ_div: a common student is drawn away from where the one before it looks; 0 = it is not.</summary>
    [Range(0, 1e6)]
    public double Diversity { get; set; } = 1e-5;

    /// <summary>λ_fus: the leader's maps against the fused ones; 0 = the leader learns from the fused logits alone.</summary>
    [Range(0, 1e6)]
    public double Fusion { get; set; } = 10;

    /// <summary>λ_sd of the self-distillation modules' own losses; 0 = no such modules and no term that needs them.</summary>
    [Range(0, 1e6)]
    public double SelfDistillation { get; set; } = 1000;

    /// <summary>Epochs in which the three λ rise: 5 of the published code's 300.</summary>
    [Range(0, 10000.0)]
    public double WarmupEpochs { get; set; } = 5;
}
