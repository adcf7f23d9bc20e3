using VlDistill.Trainer.Models;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tasks;

/// <summary>A transformer or classifier from a checkpoint; the metadata says which, and whether it lies within a distillation.</summary>
public static class TrainedTransformer
{
    private const string PrefixKey = "within";

    /// <summary>The description of a network whose tensors' names start with <paramref name="prefix"/> in the checkpoint.</summary>
    public static IReadOnlyDictionary<string, string> Within(IReadOnlyDictionary<string, string> description, string prefix) =>
        new Dictionary<string, string>(description) { [PrefixKey] = prefix };

    /// <summary>What the names of the described network's tensors start with in its checkpoint.</summary>
    public static string Prefix(IReadOnlyDictionary<string, string> metadata) => metadata.GetValueOrDefault(PrefixKey, "");

    /// <summary>Builds the network and reads its weights; the result, in evaluation mode, is a <see cref="VlTransformer"/> or a <see cref="VlClassifier"/>.</summary>
    /// <exception cref="UserException">The checkpoint is absent, damaged or holds neither.</exception>
    public static nn.Module Load(string checkpoint)
    {
        var metadata = SafeTensors.ReadMetadata(checkpoint);
        nn.Module model = NetworkDescription.Is<VlClassifierConfig>(metadata)
            ? new VlClassifier(NetworkDescription.Read<VlClassifierConfig>(checkpoint, metadata))
            : new VlTransformer(NetworkDescription.Read<VlConfig>(checkpoint, metadata));
        Checkpoint.Load(checkpoint, model, within: Prefix(metadata));
        model.eval();
        return model;
    }

    /// <summary>Its transformer's size and its number of classes, 0 for a transformer alone.</summary>
    /// <exception cref="UserException">The checkpoint holds neither.</exception>
    public static (VlConfig Config, int Classes) Shape(string checkpoint)
    {
        var metadata = SafeTensors.ReadMetadata(checkpoint);
        if (!NetworkDescription.Is<VlClassifierConfig>(metadata)) return (NetworkDescription.Read<VlConfig>(checkpoint, metadata), 0);
        var config = NetworkDescription.Read<VlClassifierConfig>(checkpoint, metadata);
        return (config.Transformer, config.Classes);
    }
}
