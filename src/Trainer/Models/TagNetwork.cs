using TorchSharp;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Models;

/// <summary>Size of a student of tags with a trunk of its own.</summary>
/// <param name="Trunk">edgetpu, labeler or tiny.</param>
/// <param name="Size">Side of the network's input in pixels, a multiple of 32.</param>
/// <param name="Block">On the trunk's grid.</param>
public sealed record TagNetworkConfig(string Trunk, int Size, TagBlockConfig Block);

/// <summary>
/// A pretrained trunk with a tag block on its grid. The layers up to stride 16 stay as pretrained, as the first convolutions of Fast R-CNN
/// do, so that training starts from their map. Input: that map (B, C, S/16, S/16).
/// </summary>
public sealed class TagNetwork : nn.Module<Tensor, TagBlockOutput>
{
    private readonly Trunk trunk;
    private readonly TagBlock block;

    public TagNetwork(TagNetworkConfig config) : base(nameof(TagNetwork))
    {
        Config = config;
        trunk = new Trunk(TrunkConfig.Named(config.Trunk));
        block = new TagBlock(config.Block);
        RegisterComponents();
        foreach (var layer in trunk.LowerConvolutions)
            foreach (var parameter in layer.parameters()) parameter.requires_grad = false;
    }

    public TagNetworkConfig Config { get; }

    public Trunk Trunk => trunk;

    public override TagBlockOutput forward(Tensor middle) => block.call(trunk.Upper(middle));

    /// <summary>The whole network on uint8 pictures (B, S, S, 3).</summary>
    public TagBlockOutput See(Tensor pictures) => call(trunk.Lower(Pixels.ToInput(pictures)));
}
