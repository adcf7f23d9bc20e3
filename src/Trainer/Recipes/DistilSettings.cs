using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>Which teacher layer a student layer is compared with.</summary>
public enum LayerMap
{
    /// <summary>The last with the last.</summary>
    Last,

    /// <summary>Student layer m with teacher layer m · L_T / L_S.</summary>
    Uniform,
}

/// <summary>Whether teacher and student tokens of one number are one place.</summary>
public enum Alignment
{
    Aligned,

    /// <summary>A control: the teacher's regions change places, differently for every picture.</summary>
    Shuffled,
}

/// <summary>DistillVLM's losses (Fang et al. 2021, section 3.3); the constants are not published, so all are settings.</summary>
public sealed record DistilSettings
{
    /// <summary>Stage of the frozen teacher; several, separated by commas, are averaged in their soft labels. Empty = no distillation.</summary>
    public string Teacher { get; set; } = "";

    /// <summary>α, weight of the attention loss.</summary>
    [Range(0, 1e6)]
    public double Attention { get; set; } = 1;

    /// <summary>β, weight of the hidden-state loss.</summary>
    [Range(0, 1e6)]
    public double Hidden { get; set; } = 1;

    /// <summary>γ, weight of the soft labels.</summary>
    [Range(0, 1e6)]
    public double Classes { get; set; } = 1;

    /// <summary>K, teacher tokens in the sample queue; 0 = no negatives: mean squared error of the normalised states.</summary>
    [Range(0, 1_000_000)]
    public int Queue { get; set; } = 4096;

    /// <summary>Teacher tokens that enter the queue after a step, half of them words and half regions.</summary>
    [Range(1, 100_000)]
    public int Enqueue { get; set; } = 512;

    /// <summary>Tokens of a step whose hidden-state loss is computed, drawn at random; 0 = all.</summary>
    [Range(0, 1_000_000)]
    public int Anchors { get; set; } = 512;

    /// <summary>τ of the hidden-state loss.</summary>
    [Range(0.001, 100)]
    public double HiddenTemperature { get; set; } = 0.07;

    /// <summary>τ_d of the soft labels.</summary>
    [Range(0.05, 100)]
    public double ClassTemperature { get; set; } = 1;

    /// <summary>Which layers are compared.</summary>
    public LayerMap Layers { get; set; } = LayerMap.Last;

    /// <summary>Whether regions keep their places.</summary>
    public Alignment Align { get; set; } = Alignment.Aligned;
}
