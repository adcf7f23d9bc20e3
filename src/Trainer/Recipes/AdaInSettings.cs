using System.ComponentModel.DataAnnotations;
using VlDistill.Trainer.Models;

namespace VlDistill.Trainer.Recipes;

/// <summary>What of the teacher a student learns beside the labels.</summary>
public enum TransferKind
{
    None,

    /// <summary>Plain squared distance of means and deviations.</summary>
    Statistics,

    /// <summary>The same, and what the rest of the teacher says to its own map with the student's means and deviations (Yang et al. 2020).</summary>
    Adain,

    /// <summary>Squared distance of the maps (FitNets, Romero et al. 2015).</summary>
    Fitnet,

    /// <summary>Squared distance of normalised activation maps (Zagoruyko and Komodakis 2017).</summary>
    Attention,

    /// <summary>Divergence of softened class probabilities (Hinton et al. 2015).</summary>
    Logits,
}

/// <summary>How a teacher helps.</summary>
public sealed record TransferSettings
{
    /// <summary>What is transferred.</summary>
    public TransferKind Kind { get; set; } = TransferKind.Adain;

    /// <summary>Stage of the teacher, a classifier of the same pictures.</summary>
    public string Teacher { get; set; } = "crop-teacher";

    /// <summary>Maps of the trunks that are compared. The grid's rectified channels hardly ever fire, which leaves their deviations without meaning.</summary>
    public TrunkStage[] Maps { get; set; } = [TrunkStage.Stride8, TrunkStage.Stride16];

    /// <summary>β1 of Yang et al.: weight of the statistics, summed over channels and maps.</summary>
    [Range(0, 1e6)]
    public double Statistics { get; set; } = 0.01;

    /// <summary>β2 of Yang et al.: weight of the teacher's verdict, summed over classes and maps.</summary>
    [Range(0, 1e6)]
    public double Adain { get; set; } = 0.01;

    /// <summary>Weight of the maps' mean squared distance, summed over maps.</summary>
    [Range(0, 1e6)]
    public double Fitnet { get; set; } = 1;

    /// <summary>Weight of the activation maps' mean squared distance, summed over maps: 1000 in the authors' program.</summary>
    [Range(0, 1e6)]
    public double Attention { get; set; } = 1000;

    /// <summary>Weight of the softened probabilities.</summary>
    [Range(0, 1e6)]
    public double Logits { get; set; } = 1;

    /// <summary>Divides both networks' logits there.</summary>
    [Range(0.05, 100)]
    public double Temperature { get; set; } = 4;
}

/// <summary>Trains a slim network on crops, alone or with a teacher's help.</summary>
public sealed record AdaInStudentSettings : CropSettings
{
    /// <summary>Trunk: edgetpu, labeler, slim, resnet20 or tiny.</summary>
    public string Trunk { get; set; } = "slim";

    /// <summary>What the student learns beside the labels.</summary>
    public TransferSettings Transfer { get; set; } = new();
}

/// <summary>Trains a network on whole pictures and their captions' tags, alone or with a teacher's help.</summary>
public sealed record AdaInTagSettings : TagSettings
{
    public AdaInTagSettings() => Clip = 5;

    /// <summary>Trunk: edgetpu, labeler, slim, resnet20 or tiny.</summary>
    public string Trunk { get; set; } = "slim";

    /// <summary>Stage whose trunk, the first where it has several, starts this one; empty = random.</summary>
    public string Init { get; set; } = "";

    /// <summary>Side of the pictures in pixels, a multiple of 32.</summary>
    [Range(32, 1024)]
    public int Size { get; set; } = 96;

    /// <summary>What the network learns beside the tags.</summary>
    public TransferSettings Transfer { get; set; } = new() { Teacher = "tag-teacher" };
}
