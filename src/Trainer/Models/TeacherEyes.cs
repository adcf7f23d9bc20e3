using TorchSharp;
using TorchSharp.Modules;
using VlDistill.Trainer.Export;
using static TorchSharp.torch;
using ElementType = VlDistill.Trainer.Export.Onnx.TensorProto.Types.DataType;

namespace VlDistill.Trainer.Models;

/// <summary>Size of the teacher's eyes.</summary>
/// <param name="Trunks">Trunks side by side, their grids joined channel by channel.</param>
/// <param name="Size">Side of the network's input in pixels, a multiple of 32.</param>
/// <param name="Tags">Caption words the tag head knows.</param>
public sealed record TeacherEyesConfig(string[] Trunks, int Size = 320, int Tags = 300)
{
    /// <summary>EdgeTPU and object-labeler trunks at 320 px: 2,560 channels on a 10 × 10 grid.</summary>
    public static TeacherEyesConfig Default { get; } = new(["edgetpu", "labeler"]);

    /// <summary>For tests and the smoke recipe.</summary>
    public static TeacherEyesConfig Tiny { get; } = new(["tiny", "tiny"], 128, 16);
}

/// <summary>What the teacher's eyes say: grid features (B, C, h, w) and tag logits (B, T).</summary>
public sealed record TeacherEyesOutput(Tensor Features, Tensor TagLogits);

/// <summary>The teacher's eyes: several trunks at a higher resolution than the student's. Features for the student's boxes; no detector. Input uint8 (B, s, s, 3).</summary>
public sealed class TeacherEyes : nn.Module<Tensor, TeacherEyesOutput>
{
    private readonly ModuleList<Trunk> trunks;
    private readonly Linear tags;

    public TeacherEyes(TeacherEyesConfig config) : base(nameof(TeacherEyes))
    {
        if (config.Size <= 0 || config.Size % 32 != 0) throw new UserException($"picture size {config.Size} must be a multiple of 32");
        Config = config;
        trunks = nn.ModuleList(config.Trunks.Select(name => new Trunk(TrunkConfig.Named(name))).ToArray());
        FeatureChannels = trunks.Sum(t => t.Channels.Grid);
        tags = TagHead.Create(FeatureChannels, config.Tags);
        RegisterComponents();
    }

    public TeacherEyesConfig Config { get; }

    /// <summary>In the configuration's order; each may start from a pretrained file.</summary>
    public IReadOnlyList<Trunk> Trunks => [.. trunks];

    /// <summary>Channels of the feature grid.</summary>
    public int FeatureChannels { get; }

    /// <summary>Cells per side of the feature grid.</summary>
    public int FeatureSize => Config.Size / 32;

    public override TeacherEyesOutput forward(Tensor pictures)
    {
        var features = Features(pictures);
        return new TeacherEyesOutput(features, tags.call(features.mean([2, 3])));
    }

    /// <summary>The feature grid alone: (B, C, h, w).</summary>
    public Tensor Features(Tensor pictures)
    {
        var input = Pixels.ToInput(pictures, Config.Size);
        return cat([.. trunks.Select(trunk => trunk.call(input).Grid)], 1);
    }

    /// <summary>eyes.onnx of the teacher: <c>frame</c> uint8 (H, W, 3) → <c>features</c> (1, C, h, w).</summary>
    public void Emit(OnnxGraphBuilder g)
    {
        var input = Pixels.Emit(g, g.Input("frame", ElementType.Uint8, "height", "width", 3), Config.Size);
        var grids = trunks.Select((trunk, i) => trunk.Emit(g, $"trunks.{i}", input).Grid).ToArray();
        g.Output(g.Concat(1, grids), "features", ElementType.Float, 1, FeatureChannels, FeatureSize, FeatureSize);
    }
}
