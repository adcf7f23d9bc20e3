using VlDistill.Trainer.Methods.DistillVlm;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Methods.RvlBert;

/// <summary>A relation network from a checkpoint.</summary>
public static class TrainedRelations
{
    /// <summary>Builds the network and reads its weights; the result is in evaluation mode.</summary>
    /// <exception cref="UserException">The checkpoint is absent, damaged or of another network.</exception>
    public static RvlBert Load(string checkpoint)
    {
        var metadata = SafeTensors.ReadMetadata(checkpoint);
        var network = new RvlBert(NetworkDescription.Read<RvlBertConfig>(checkpoint, metadata));
        Checkpoint.Load(checkpoint, network, within: TrainedTransformer.Prefix(metadata));
        network.eval();
        return network;
    }
}
