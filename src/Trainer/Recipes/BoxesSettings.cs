using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>Labels photographs with a pretrained ONNX detector; writes instances.json in COCO's form.</summary>
public sealed record BoxesSettings : StageSettings
{
    /// <summary>ONNX file; relative paths start at <c>--data weights=DIR</c>.</summary>
    public string Network { get; set; } = "deimv2/deimv2_hgnetv2_femto_coco.onnx";

    /// <summary>Class names, one a line, beside the network.</summary>
    public string Labels { get; set; } = "deimv2/coco80.txt";

    /// <summary>Side of the network's input in pixels.</summary>
    [Range(32, 4096)]
    public int Size { get; set; } = 416;

    /// <summary>Boxes scored lower are dropped.</summary>
    [Range(0, 1.0)]
    public double MinimumScore { get; set; } = 0.4;
}
