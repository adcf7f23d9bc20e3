namespace VlDistill.Trainer.Models;

/// <summary>A convolutional network without classifier: stem, blocks, and a last 1×1 convolution that makes the grid.</summary>
/// <param name="Stem">Channels of the 3×3 stem.</param>
/// <param name="Activation">Rectifier of every non-linear layer.</param>
/// <param name="Blocks">In order; the stem's output is the first block's input.</param>
/// <param name="Grid">Channels of the last map, at stride 32; 0 = the last block's output is that map.</param>
/// <param name="Norm">Batch norm after every convolution: for training from scratch, in one lane.</param>
/// <param name="StemStride">2, or 1 for small pictures.</param>
public sealed record TrunkConfig(int Stem, Activation Activation, BlockSpec[] Blocks, int Grid, bool Norm = false, int StemStride = 2)
{
    /// <summary>MobileNet-EdgeTPU 1.0 (MLCommons mobile_models v0.7): 2.79 M parameters, layer for layer the pretrained file's.</summary>
    public static TrunkConfig MobileNetEdgeTpu { get; } = new(32, Activation.Relu,
    [
        new(BlockKind.Project, 32, 32, 16),
        new(BlockKind.Fused, 16, 128, 32, 3, 2), .. Repeat(3, new(BlockKind.Fused, 32, 128, 32, Residual: true)),
        new(BlockKind.Fused, 32, 256, 48, 3, 2), .. Repeat(3, new(BlockKind.Fused, 48, 192, 48, Residual: true)),
        new(BlockKind.Inverted, 48, 384, 96, 3, 2), .. Repeat(3, new(BlockKind.Inverted, 96, 384, 96, Residual: true)),
        new(BlockKind.Inverted, 96, 768, 96), .. Repeat(3, new(BlockKind.Inverted, 96, 384, 96, Residual: true)),
        new(BlockKind.Inverted, 96, 768, 160, 5, 2), .. Repeat(3, new(BlockKind.Inverted, 160, 640, 160, 5, Residual: true)),
        new(BlockKind.Inverted, 160, 1280, 192),
    ], 1280);

    /// <summary>The trunk of Google's mobile object labeler V1 (MobileNetV2 at half width): 0.68 M parameters, layer for layer the pretrained file's.</summary>
    public static TrunkConfig ObjectLabeler { get; } = new(16, Activation.Relu6,
    [
        new(BlockKind.Depthwise, 16, 16, 8),
        new(BlockKind.Inverted, 8, 48, 16, 3, 2), new(BlockKind.Inverted, 16, 96, 16, Residual: true),
        new(BlockKind.Inverted, 16, 96, 16, 3, 2), .. Repeat(2, new(BlockKind.Inverted, 16, 96, 16, Residual: true)),
        new(BlockKind.Inverted, 16, 96, 32, 3, 2), .. Repeat(3, new(BlockKind.Inverted, 32, 192, 32, Residual: true)),
        new(BlockKind.Inverted, 32, 192, 48), .. Repeat(2, new(BlockKind.Inverted, 48, 288, 48, Residual: true)),
        new(BlockKind.Inverted, 48, 288, 80, 3, 2), .. Repeat(2, new(BlockKind.Inverted, 80, 480, 80, Residual: true)),
        new(BlockKind.Inverted, 80, 480, 160),
    ], 1280);

    /// <summary>A few thousand parameters, for tests and the smoke recipe.</summary>
    public static TrunkConfig Tiny { get; } = new(12, Activation.Relu,
    [
        new(BlockKind.Fused, 12, 24, 16, 3, 2),
        new(BlockKind.Fused, 16, 48, 24, 3, 2), new(BlockKind.Fused, 24, 48, 24, Residual: true),
        new(BlockKind.Inverted, 24, 72, 32, 3, 2), new(BlockKind.Inverted, 32, 96, 32, Residual: true),
        new(BlockKind.Inverted, 32, 96, 48, 3, 2),
    ], 64);

    /// <summary>A student's trunk for training from scratch on a processor: 0.9 M parameters, dense blocks, which are cheap there for their size.</summary>
    public static TrunkConfig Slim { get; } = new(16, Activation.Relu,
    [
        new(BlockKind.Fused, 16, 64, 24, 3, 2),
        new(BlockKind.Fused, 24, 96, 40, 3, 2), new(BlockKind.Fused, 40, 96, 40, Residual: true),
        new(BlockKind.Fused, 40, 160, 80, 3, 2), new(BlockKind.Fused, 80, 160, 80, Residual: true),
        new(BlockKind.Fused, 80, 256, 128, 3, 2), new(BlockKind.Fused, 128, 256, 128, Residual: true),
    ], 512, Norm: true);

    /// <summary>ResNet-20 for pictures of 32 × 32 (He et al. 2016, section 4.2): 0.27 M parameters, maps at strides 1, 2 and 4. For comparisons with papers.</summary>
    public static TrunkConfig ResNet20 { get; } = new(16, Activation.Relu,
    [
        .. Repeat(3, new(BlockKind.Basic, 16, 16, 16)),
        new(BlockKind.Basic, 16, 32, 32, 3, 2), .. Repeat(2, new(BlockKind.Basic, 32, 32, 32)),
        new(BlockKind.Basic, 32, 64, 64, 3, 2), .. Repeat(2, new(BlockKind.Basic, 64, 64, 64)),
    ], 0, Norm: true, StemStride: 1);

    /// <summary>The configuration of that name: edgetpu, labeler, slim, resnet20 or tiny.</summary>
    /// <exception cref="UserException">No such name.</exception>
    public static TrunkConfig Named(string name) => name switch
    {
        "edgetpu" => MobileNetEdgeTpu,
        "labeler" => ObjectLabeler,
        "slim" => Slim,
        "resnet20" => ResNet20,
        "tiny" => Tiny,
        _ => throw new UserException($"trunk '{name}' is unknown; use edgetpu, labeler, slim, resnet20 or tiny"),
    };

    private static IEnumerable<BlockSpec> Repeat(int count, BlockSpec block) => Enumerable.Repeat(block, count);
}
