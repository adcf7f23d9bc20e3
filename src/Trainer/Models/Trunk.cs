using TorchSharp;
using TorchSharp.Modules;
using VlDistill.Trainer.Export;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Models;

/// <summary>The maps a detector reads: strides 8 and 16, and the grid at stride 32; for resnet20, which is for small pictures, strides 1, 2 and 4.</summary>
public sealed record TrunkMaps(Tensor Stride8, Tensor Stride16, Tensor Grid)
{
    /// <summary>The map of a stage.</summary>
    public Tensor Of(TrunkStage stage) => stage switch
    {
        TrunkStage.Stride8 => Stride8,
        TrunkStage.Stride16 => Stride16,
        _ => Grid,
    };
}

/// <summary>Names of the maps.</summary>
public enum TrunkStage
{
    Stride8,
    Stride16,
    Grid,
}

/// <summary>A convolutional trunk built from its configuration: pictures (B, 3, S, S) in [−1, 1] → three maps; S a multiple of 32.</summary>
public sealed class Trunk : nn.Module<Tensor, TrunkMaps>
{
    private readonly ConvLayer stem;
    private readonly ModuleList<InvertedBottleneck> blocks;
    private readonly ConvLayer? last;
    private readonly int stride8;
    private readonly int stride16;

    public Trunk(TrunkConfig config) : base(nameof(Trunk))
    {
        stem = new ConvLayer(new ConvSpec(3, config.Stem, 3, config.StemStride, false, config.Activation, config.Norm));
        blocks = nn.ModuleList(config.Blocks.Select(b => new InvertedBottleneck(b, config.Activation, config.Norm)).ToArray());
        if (config.Grid > 0) last = new ConvLayer(new ConvSpec(config.Blocks[^1].Out, config.Grid, 1, 1, false, config.Activation, config.Norm));
        // The last block before each of the two final stride-2 blocks holds the richest map of its stride.
        var steps = Enumerable.Range(0, config.Blocks.Length).Where(i => config.Blocks[i].Stride == 2).ToArray();
        (stride8, stride16) = (steps[^2] - 1, steps[^1] - 1);
        Channels = (config.Blocks[stride8].Out, config.Blocks[stride16].Out, config.Grid > 0 ? config.Grid : config.Blocks[^1].Out);
        RegisterComponents();
    }

    /// <summary>Channels of the three maps.</summary>
    public (int Stride8, int Stride16, int Grid) Channels { get; }

    /// <summary>Every convolution from the stem to the grid, in the order of computation.</summary>
    public IEnumerable<ConvLayer> Convolutions => [stem, .. blocks.SelectMany(b => b.Layers), .. last is null ? Array.Empty<ConvLayer>() : [last]];

    public override TrunkMaps forward(Tensor input)
    {
        var fine = Run(stem.call(input), 0, stride8);
        var middle = Run(fine, stride8 + 1, stride16);
        return new TrunkMaps(fine, middle, After(TrunkStage.Stride16, middle));
    }

    /// <summary>Channels of a stage's map.</summary>
    public int ChannelsOf(TrunkStage stage) => stage switch
    {
        TrunkStage.Stride8 => Channels.Stride8,
        TrunkStage.Stride16 => Channels.Stride16,
        _ => Channels.Grid,
    };

    /// <summary>The grid that the layers behind a stage make of its map (B, c, h, w), which is not changed; the grid itself for the last stage.</summary>
    public Tensor After(TrunkStage stage, Tensor map) => stage switch
    {
        TrunkStage.Stride8 => Finish(Run(map, stride8 + 1, blocks.Count - 1)),
        TrunkStage.Stride16 => Finish(Run(map, stride16 + 1, blocks.Count - 1)),
        _ => map,
    };

    /// <summary>Multiplications with additions for one picture of this side.</summary>
    public long MultiplyAdds(int side)
    {
        var total = stem.MultiplyAdds(ref side);
        foreach (var block in blocks) total += block.MultiplyAdds(ref side);
        return total + (last?.MultiplyAdds(ref side) ?? 0);
    }

    private Tensor Finish(Tensor x) => last is null ? x : last.call(x);

    private Tensor Run(Tensor x, int first, int final)
    {
        for (var i = first; i <= final; i++) x = blocks[i].call(x);
        return x;
    }

    /// <summary>The map at stride 16 alone: what <see cref="Upper"/> continues from, and all that is needed of pictures while the lower layers stay as they are.</summary>
    public Tensor Lower(Tensor input)
    {
        var x = stem.call(input);
        for (var i = 0; i <= stride16; i++) x = blocks[i].call(x);
        return x;
    }

    /// <summary>From the map at stride 16 to the grid.</summary>
    public Tensor Upper(Tensor middle)
    {
        var x = middle;
        for (var i = stride16 + 1; i < blocks.Count; i++) x = blocks[i].call(x);
        return Finish(x);
    }

    /// <summary>What <see cref="Lower"/> is made of.</summary>
    public IEnumerable<ConvLayer> LowerConvolutions => [stem, .. blocks.Take(stride16 + 1).SelectMany(b => b.Layers)];

    /// <summary>The same trunk in ONNX; returns the names of the three maps.</summary>
    public (string Stride8, string Stride16, string Grid) Emit(OnnxGraphBuilder g, string name, string input)
    {
        var x = stem.Emit(g, $"{name}.stem", input);
        var (fine, middle) = ("", "");
        for (var i = 0; i < blocks.Count; i++)
        {
            x = blocks[i].Emit(g, $"{name}.blocks.{i}", x);
            if (i == stride8) fine = x;
            if (i == stride16) middle = x;
        }
        return (fine, middle, last is null ? x : last.Emit(g, $"{name}.last", x));
    }
}
