using static TorchSharp.torch;

namespace VlDistill.Trainer.Export;

/// <summary>Gives a module the very weights that its bundle stores, so that the parity check compares like with like.</summary>
public static class HalfPrecision
{
    /// <summary>Rounds in place every parameter that <see cref="WeightsFile"/> stores as float16.</summary>
    public static void Round(nn.Module module)
    {
        using var _ = no_grad();
        foreach (var parameter in module.parameters())
        {
            if (!WeightsFile.IsHalf(parameter.shape)) continue;
            using var half = parameter.to(float16);
            using var rounded = half.to(float32);
            parameter.copy_(rounded);
        }
    }
}
