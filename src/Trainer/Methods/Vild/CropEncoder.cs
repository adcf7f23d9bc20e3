using VlDistill.Trainer.Data;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>A finished crop encoder: a frozen network and, where it does not speak of sentences by itself, the trained projection.</summary>
public sealed class CropEncoder : IDisposable
{
    private readonly CropProjection? projection;

    private CropEncoder(CropNetwork network, CropProjection? projection, string fingerprint) => (Network, this.projection, Fingerprint) = (network, projection, fingerprint);

    public CropNetwork Network { get; }

    /// <summary>Short hash of network and weights.</summary>
    public string Fingerprint { get; }

    /// <summary>Dimensions of an embedding.</summary>
    public int Width => projection?.Config.Dimensions ?? Network.Width;

    /// <summary>Opens the encoder of a finished stage.</summary>
    /// <exception cref="UserException">The stage is none, or has not finished.</exception>
    public static CropEncoder Open(RunContext context, string stage)
    {
        var settings = context.Recipe.Stages.OfType<CropEncoderSettings>().FirstOrDefault(s => s.Name == stage) ?? throw new UserException($"stage {stage} is no crop encoder.");
        var checkpoint = context.Finished(stage).Best;
        var network = new CropNetwork(settings.Network, context.Data);
        if (settings.Ready) return new CropEncoder(network, null, network.Fingerprint);
        var projection = new CropProjection(NetworkDescription.Read<CropProjectionConfig>(checkpoint, SafeTensors.ReadMetadata(checkpoint)));
        Checkpoint.Load(checkpoint, projection);
        projection.eval();
        return new CropEncoder(network, projection, CacheKey.Of([network.Fingerprint, CacheKey.OfFile(checkpoint)]));
    }

    /// <summary>Features (N, F) → directions (N, D).</summary>
    public Tensor Directions(Tensor features) => projection?.call(features) ?? RegionHead.Direction(features);

    /// <summary>norm(1× crop + 1.5× crop): features of regions as <see cref="VildCrops"/> keeps them, all as they are and then all enlarged, (2N, F) → (N, D).</summary>
    public static Tensor Both(Tensor directions)
    {
        var half = directions.shape[0] / 2;
        return RegionHead.Direction(directions.narrow(0, 0, half) + directions.narrow(0, half, half));
    }

    public void Dispose()
    {
        Network.Dispose();
        projection?.Dispose();
    }
}
