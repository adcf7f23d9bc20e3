using VlDistill.Trainer.Models;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.AdaIn;

/// <summary>A trained classifier that nothing changes any more: evaluation mode, no parameter takes a gradient, yet gradients pass through it.</summary>
public static class FrozenTeacher
{
    /// <exception cref="UserException">The stage holds no crop classifier.</exception>
    public static CropClassifier Load(StageFolder stage)
    {
        var model = new CropClassifier(NetworkDescription.Read<CropClassifierConfig>(stage.Best, SafeTensors.ReadMetadata(stage.Best)));
        // One that was itself trained by this method lies among its connectors.
        var (tensors, _) = SafeTensors.Read(stage.Best);
        var within = tensors.Keys.Any(name => name.StartsWith("model.student.", StringComparison.Ordinal)) ? "student." : "";
        foreach (var tensor in tensors.Values) tensor.Dispose();
        Checkpoint.Load(stage.Best, model, within: within);
        return Freeze(model);
    }

    /// <summary>Freezes a network in place.</summary>
    public static T Freeze<T>(T model) where T : nn.Module
    {
        model.eval();
        foreach (var parameter in model.parameters()) parameter.requires_grad = false;
        return model;
    }
}
