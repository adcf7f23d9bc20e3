using TorchSharp;
using TorchSharp.Modules;
using VlDistill.Trainer.Export;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Models;

/// <summary>Size of the student's tag block.</summary>
/// <param name="Channels">Of the eyes' map.</param>
/// <param name="Width">Of the block's own features, the teacher's.</param>
/// <param name="Tags">Words it knows.</param>
/// <param name="Dropout">On the pooled features.</param>
public sealed record TagBlockConfig(int Channels, int Width, int Tags, double Dropout = 0.5);

/// <summary>The block's map (B, d, h, w) and tag logits (B, T).</summary>
public sealed record TagBlockOutput(Tensor Map, Tensor Logits);

/// <summary>
/// The student: a 1 × 1 convolution on the frozen eyes' map, its mean, a linear layer. No proposals at test time, and the same network
/// however it was taught. Input: maps (B, C, h, w).
/// </summary>
public sealed class TagBlock : nn.Module<Tensor, TagBlockOutput>
{
    private readonly Conv2d features;
    private readonly LaneDropout dropout;
    private readonly Linear tags;

    public TagBlock(TagBlockConfig config) : base(nameof(TagBlock))
    {
        Config = config;
        features = nn.Conv2d(config.Channels, config.Width, 1L);
        dropout = new LaneDropout(config.Dropout);
        tags = TagHead.Create(config.Width, config.Tags);
        RegisterComponents();
    }

    public TagBlockConfig Config { get; }

    public override TagBlockOutput forward(Tensor maps)
    {
        var map = nn.functional.relu(features.call(maps));
        return new TagBlockOutput(map, tags.call(dropout.call(map.mean([2, 3]))));
    }

    /// <summary>The map (1, C, h, w) → tag logits (1, T).</summary>
    public string Emit(OnnxGraphBuilder g, string name, string map)
    {
        var own = g.Relu(g.Node("Conv", [map, g.Weight($"{name}.features.weight", features.weight), g.Weight($"{name}.features.bias", features.bias!)], ("kernel_shape", new long[] { 1, 1 })));
        var pooled = g.Node("ReduceMean", [own, g.Ints(2, 3)], ("keepdims", 0));
        return g.Node("Gemm", [pooled, g.Weight($"{name}.tags.weight", tags.weight), g.Weight($"{name}.tags.bias", tags.bias!)], ("transB", 1));
    }
}
