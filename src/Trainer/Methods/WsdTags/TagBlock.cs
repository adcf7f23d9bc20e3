using TorchSharp;
using TorchSharp.Modules;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.WsdTags;

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
}
