using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Models;

/// <summary>Size of a network that names one object.</summary>
/// <param name="Trunk">edgetpu, labeler, slim, resnet20 or tiny.</param>
public sealed record CropClassifierConfig(string Trunk, int Classes);

/// <summary>The trunk's maps and class logits (B, C).</summary>
public sealed record CropClassifierOutput(TrunkMaps Maps, Tensor Logits);

/// <summary>A trunk, the mean of its grid, a linear layer. Input uint8 (B, S, S, 3), S a multiple of 32.</summary>
public sealed class CropClassifier : nn.Module<Tensor, CropClassifierOutput>
{
    private readonly Trunk trunk;
    private readonly Linear classes;

    public CropClassifier(CropClassifierConfig config) : base(nameof(CropClassifier))
    {
        Config = config;
        trunk = new Trunk(TrunkConfig.Named(config.Trunk));
        classes = nn.Linear(trunk.Channels.Grid, config.Classes);
        RegisterComponents();
    }

    public CropClassifierConfig Config { get; }

    public Trunk Trunk => trunk;

    public override CropClassifierOutput forward(Tensor pictures)
    {
        var maps = trunk.call(Pixels.ToInput(pictures));
        return new CropClassifierOutput(maps, Classify(maps.Grid));
    }

    /// <summary>The network from one of its maps on: logits (B, C).</summary>
    public Tensor After(TrunkStage stage, Tensor map) => Classify(trunk.After(stage, map));

    /// <summary>Multiplications with additions for one picture of this side.</summary>
    public long MultiplyAdds(int side) => trunk.MultiplyAdds(side) + classes.weight.numel();

    private Tensor Classify(Tensor grid) => classes.call(grid.mean([2, 3]));
}
