using VlDistill.Trainer.Export;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Models;

/// <summary>From 8-bit pictures to network input, once in TorchSharp and once inside the graph, so that training and demo cannot differ.</summary>
public static class Pixels
{
    /// <summary>uint8 (B, S, S, 3) RGB → float (B, 3, S, S) in [−1, 1], laid out channels-last.</summary>
    /// <remarks>The permuted view keeps the bytes' order; convolutions follow it and are three times as fast forward as on NCHW memory.</remarks>
    public static Tensor ToInput(Tensor pictures)
    {
        using var values = pictures.to(float32);
        return values.div_(127.5).sub_(1).permute(0, 3, 1, 2);
    }

    /// <summary>uint8 (B, h, w, 3) → uint8-valued float input of side <paramref name="size"/>, enlarged as the graph does it (linear, rounded to 8 bits).</summary>
    /// <remarks>For enlarging only: a smaller size would need the graph's anti-aliasing.</remarks>
    public static Tensor ToInput(Tensor pictures, int size)
    {
        if (pictures.shape[1] == size && pictures.shape[2] == size) return ToInput(pictures);
        if (pictures.shape[1] > size || pictures.shape[2] > size)
            throw new ArgumentException($"pictures of {pictures.shape[2]}×{pictures.shape[1]} must be reduced to {size} before");
        using var planes = pictures.to(float32).permute(0, 3, 1, 2);
        using var enlarged = nn.functional.interpolate(planes, size: [size, size], mode: InterpolationMode.Bilinear, align_corners: false);
        return enlarged.round().div_(127.5).sub_(1);
    }

    /// <summary>Graph input uint8 (H, W, 3) → (1, 3, size, size) in [−1, 1]: stretched by anti-aliased linear interpolation, rounded to 8 bits as stored photographs are.</summary>
    public static string Emit(OnnxGraphBuilder g, string frame, int size)
    {
        var batch = g.Unsqueeze(frame, 0);
        var resized = g.Node("Resize", [batch, "", "", g.Ints(1, size, size, 3)],
            ("mode", "linear"), ("antialias", 1), ("coordinate_transformation_mode", "half_pixel"));
        var values = g.Cast(resized, Export.Onnx.TensorProto.Types.DataType.Float);
        return g.Transpose(g.Node("Sub", [g.Node("Div", [values, g.Scalar(127.5)]), g.Scalar(1)]), 0, 3, 1, 2);
    }
}
