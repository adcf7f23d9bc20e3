using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.Ffsd;

/// <summary>FFSD's self-distillation module: what a network's shallower maps should look like if its last one were the input. (B, C, h, w) → maps of 2h × 2w, 4h × 4w, …</summary>
/// <remarks>It first learns to undo its network's own stages (<see cref="Learn"/>), and then says what a foreign deep map would have come from (<see cref="Loss"/>).</remarks>
public sealed class SelfDistillation : nn.Module<Tensor, IReadOnlyList<Tensor>>
{
    private readonly ModuleList<UpwardStage> stages;

    /// <param name="channels">Of the network's maps, shallow to deep.</param>
    public SelfDistillation(IReadOnlyList<int> channels) : base(nameof(SelfDistillation))
    {
        stages = nn.ModuleList(Enumerable.Range(1, channels.Count - 1).Reverse().Select(i => new UpwardStage(channels[i], channels[i - 1])).ToArray());
        RegisterComponents();
    }

    /// <summary>Maps from shallow to deep, the input not among them.</summary>
    public override IReadOnlyList<Tensor> forward(Tensor deepest)
    {
        var (maps, x) = (new List<Tensor>(), deepest);
        foreach (var stage in stages) maps.Add(x = stage.call(x));
        maps.Reverse();
        return maps;
    }

    /// <summary>L_sd(SD(F), maps): distance of a network's shallower attention maps to those this module makes of <paramref name="deepest"/>. The module is constant and in evaluation mode.</summary>
    /// <param name="deepest">The map to go back from (B, C, h, w).</param>
    /// <param name="maps">The network's maps, shallow to deep; the gradient goes to these.</param>
    public Tensor Loss(Tensor deepest, IReadOnlyList<Tensor> maps)
    {
        var before = training;
        eval();
        IReadOnlyList<Tensor> targets;
        using (no_grad()) targets = call(deepest.detach());
        train(before);
        return targets.Zip(maps, (target, map) => AttentionMap.Distance(AttentionMap.Of(map), AttentionMap.Of(target))).Aggregate((a, b) => a + b);
    }

    /// <summary>The module's own loss on its network's detached maps, shallow to deep: distances of the maps and of their attention, summed over stages.</summary>
    public (Tensor Maps, Tensor Attention) Learn(IReadOnlyList<Tensor> maps)
    {
        var made = call(maps[^1].detach());
        var whole = made.Zip(maps, AttentionMap.Distance).Aggregate((a, b) => a + b);
        var attention = made.Zip(maps, (m, target) => AttentionMap.Distance(AttentionMap.Of(m), AttentionMap.Of(target))).Aggregate((a, b) => a + b);
        return (whole, attention);
    }

    /// <summary>Transposed 3×3 convolution of stride 2, batch norm, rectifier: (B, in, h, w) → (B, out, 2h, 2w).</summary>
    private sealed class UpwardStage : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter weight; // (in, out, 3, 3)
        private readonly BatchNorm2d norm;

        public UpwardStage(int channels, int outputs) : base(nameof(UpwardStage))
        {
            weight = nn.Parameter(empty(channels, outputs, 3, 3));
            nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
            norm = nn.BatchNorm2d(outputs);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) =>
            nn.functional.relu(norm.call(nn.functional.conv_transpose2d(input, weight, strides: [2, 2], padding: [1, 1], output_padding: [1, 1])));
    }
}
