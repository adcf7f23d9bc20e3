namespace VlDistill.Trainer.Recipes;

/// <summary>A frozen ONNX network that looks at crops: one picture input, (1, S, S, 3) or (1, 3, S, S), RGB. The defaults are the object labeler's; for CLIP give its image encoder's file, mean and deviation.</summary>
public sealed record CropNetworkSettings
{
    /// <summary>ONNX file; relative paths start at <c>--data weights=DIR</c>.</summary>
    public string File { get; set; } = "object-labeler/object_labeler.onnx";

    /// <summary>Outputs that make up the feature, one after the other; empty = the file's first.</summary>
    public string[] Outputs { get; set; } = ["out2", "out0"];

    /// <summary>Side of its input in pixels where the file leaves it open.</summary>
    public int Size { get; set; } = 224;

    /// <summary>Taken off every channel of a picture in [0, 1].</summary>
    public double[] Mean { get; set; } = [0.5, 0.5, 0.5];

    /// <summary>Then divides it.</summary>
    public double[] Deviation { get; set; } = [0.5, 0.5, 0.5];
}
