using TorchSharp;
using TorchSharp.Modules;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;
using ElementType = VlDistill.Trainer.Export.Onnx.TensorProto.Types.DataType;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>Size of the open-vocabulary part of the eyes.</summary>
/// <param name="Channels">Of the eyes' map.</param>
/// <param name="Cells">Per side of the map.</param>
/// <param name="Hidden">Width of a head's hidden layer.</param>
/// <param name="Dimensions">D, of the space of sentences.</param>
/// <param name="Heads">1 = ViLD, 2 = ViLD-ensemble.</param>
public sealed record VildConfig(int Channels, int Cells, int Hidden, int Dimensions, int Heads);

/// <summary>Where regions lie in the space of sentences: both heads' directions (…, D), the same one where there is one head, and the cosine of the text head's to the background (…).</summary>
public sealed record RegionDirections(Tensor Text, Tensor Image, Tensor Background);

/// <summary>Region embeddings in the space of sentences, with one head for both branches (ViLD) or one for each (ViLD-ensemble). Input: region features (…, C).</summary>
public sealed class VildNetwork : nn.Module<Tensor, RegionDirections>
{
    private readonly RegionHead text;
    private readonly RegionHead? image;
    private readonly Parameter background;

    public VildNetwork(VildConfig config) : base(nameof(VildNetwork))
    {
        Config = config;
        text = new RegionHead(config.Channels, config.Hidden, config.Dimensions);
        if (config.Heads > 1) image = new RegionHead(config.Channels, config.Hidden, config.Dimensions);
        background = new Parameter(randn(config.Dimensions) / Math.Sqrt(config.Dimensions));
        RegisterComponents();
    }

    public VildConfig Config { get; }

    public override RegionDirections forward(Tensor regions)
    {
        var words = text.call(regions);
        return new RegionDirections(words, image?.call(regions) ?? words, Background(words));
    }

    /// <summary>Directions by the text branch's head alone.</summary>
    public Tensor Text(Tensor regions) => text.call(regions);

    /// <summary>Directions by the image branch's head alone.</summary>
    public Tensor Image(Tensor regions) => (image ?? text).call(regions);

    /// <summary>Cosines of the text head's directions (…, D) to the learned background: (…).</summary>
    public Tensor Background(Tensor words) => words.matmul(RegionHead.Direction(background));

    /// <summary>vocabulary.onnx: <c>features</c> (1, C, h, w), <c>boxes</c> (R, 4) → <c>text</c> (R, D), <c>image</c> (R, D), <c>background</c> (R).</summary>
    public void Emit(OnnxGraphBuilder g)
    {
        var regions = g.Reshape(RoiAlign.EmitRegions(g, Config.Channels, Config.Cells, Config.Cells), -1, Config.Channels);
        var words = text.Emit(g, "text", regions);
        var looks = image?.Emit(g, "image", regions) ?? words;
        using var direction = RegionHead.Direction(background.detach());
        var cosine = g.Node("MatMul", [words, g.Constant(direction.data<float>().ToArray(), Config.Dimensions)]);
        g.Output(words, "text", ElementType.Float, "regions", Config.Dimensions);
        g.Output(looks, "image", ElementType.Float, "regions", Config.Dimensions);
        g.Output(cosine, "background", ElementType.Float, "regions");
    }
}
