using TorchSharp;
using TorchSharp.Modules;
using VlDistill.Trainer.Export;
using static TorchSharp.torch;
using ElementType = VlDistill.Trainer.Export.Onnx.TensorProto.Types.DataType;

namespace VlDistill.Trainer.Models;

/// <summary>Size of the student's eyes.</summary>
/// <param name="Trunk">edgetpu, labeler, slim or tiny.</param>
/// <param name="Size">Side of the network's input in pixels, a multiple of 32.</param>
/// <param name="Width">Channels of the pyramid and the head.</param>
/// <param name="Depth">Layers in each tower of the head.</param>
/// <param name="Classes">Detector classes.</param>
/// <param name="Tags">Caption words the tag head knows.</param>
public sealed record StudentEyesConfig(string Trunk = "edgetpu", int Size = 224, int Width = 96, int Depth = 2, int Classes = 80, int Tags = 300)
{
    /// <summary>For tests and the smoke recipe.</summary>
    public static StudentEyesConfig Tiny { get; } = new("tiny", 96, 32, 1, 8, 16);
}

/// <summary>Everything the eyes say about a batch: grid features (B, C, h, w), detections at every place, tag logits (B, T).</summary>
public sealed record EyesOutput(Tensor Features, DetectionOutput Detections, Tensor TagLogits);

/// <summary>The student's eyes: one trunk whose last map is the feature grid, a detector and a tag head on it. Input uint8 (B, S, S, 3).</summary>
public sealed class StudentEyes : nn.Module<Tensor, EyesOutput>
{
    /// <summary>Candidates that leave the graph, best first, before suppression.</summary>
    public const int Candidates = 100;

    private readonly Trunk trunk;
    private readonly FeaturePyramid pyramid;
    private readonly DetectionHead head;
    private readonly Linear tags;
    private TagBlock? block;

    public StudentEyes(StudentEyesConfig config) : base(nameof(StudentEyes))
    {
        Config = config;
        Anchors = new AnchorGrid(config.Size);
        trunk = new Trunk(TrunkConfig.Named(config.Trunk));
        pyramid = new FeaturePyramid(trunk.Channels, config.Width);
        head = new DetectionHead(Anchors, config.Width, config.Depth, config.Classes);
        tags = TagHead.Create(trunk.Channels.Grid, config.Tags);
        RegisterComponents();
    }

    public StudentEyesConfig Config { get; }

    /// <summary>The detector's places, for the loss.</summary>
    public AnchorGrid Anchors { get; }

    /// <summary>The part that may start from a pretrained file and takes the smaller learning rate.</summary>
    public Trunk Trunk => trunk;

    /// <summary>Channels of the feature grid.</summary>
    public int FeatureChannels => trunk.Channels.Grid;

    /// <summary>Cells per side of the feature grid.</summary>
    public int FeatureSize => Config.Size / 32;

    /// <summary>Tags that the eyes name: those they were trained with, or the block's.</summary>
    public int Tags => block?.Config.Tags ?? Config.Tags;

    /// <summary>What a bundle holds: all but a tag head whose place was taken.</summary>
    public IEnumerable<Parameter> Shipped => block is null ? parameters() : named_parameters().Where(p => !p.name.StartsWith("tags.", StringComparison.Ordinal)).Select(p => p.parameter);

    /// <summary>Puts a tag block, which was trained on these eyes' map, in the place of their own tag head; boxes and features stay as they are.</summary>
    /// <exception cref="UserException">The block was trained on another map.</exception>
    public void Take(TagBlock trained)
    {
        if (trained.Config.Channels != FeatureChannels) throw new UserException($"the tag block reads maps of {trained.Config.Channels} channels, these eyes have {FeatureChannels}; train it on them");
        register_module("tagBlock", block = trained);
    }

    public override EyesOutput forward(Tensor pictures)
    {
        var maps = trunk.call(Pixels.ToInput(pictures));
        return new EyesOutput(maps.Grid, head.call(pyramid.call(maps)), block is null ? tags.call(maps.Grid.mean([2, 3])) : block.call(maps.Grid).Logits);
    }

    /// <summary>The feature grid alone: (B, C, h, w).</summary>
    public Tensor Features(Tensor pictures) => trunk.call(Pixels.ToInput(pictures)).Grid;

    /// <summary>eyes.onnx: <c>frame</c> uint8 (H, W, 3) → <c>boxes</c> (K, 4), <c>scores</c> (K), <c>labels</c> (K), <c>features</c> (1, C, h, w), <c>tags</c> (T).</summary>
    public void Emit(OnnxGraphBuilder g)
    {
        var frame = g.Input("frame", ElementType.Uint8, "height", "width", 3);
        var maps = trunk.Emit(g, "trunk", Pixels.Emit(g, frame, Config.Size));
        var (logits, boxes) = head.Emit(g, "head", pyramid.Emit(g, "pyramid", maps));
        var candidates = DetectionDecoder.Emit(g, logits, boxes, Math.Min(Candidates, Anchors.Count));
        var tagLogits = block is null ? EmitTags(g, maps.Grid) : block.Emit(g, "tagBlock", maps.Grid);
        var count = Math.Min(Candidates, Anchors.Count);
        g.Output(candidates.Boxes, "boxes", ElementType.Float, count, 4);
        g.Output(candidates.Scores, "scores", ElementType.Float, count);
        g.Output(candidates.Labels, "labels", ElementType.Int64, count);
        g.Output(maps.Grid, "features", ElementType.Float, 1, FeatureChannels, FeatureSize, FeatureSize);
        g.Output(g.Reshape(g.Node("Sigmoid", [tagLogits]), -1), "tags", ElementType.Float, Tags);
    }

    private string EmitTags(OnnxGraphBuilder g, string grid)
    {
        var pooled = g.Node("ReduceMean", [grid, g.Ints(2, 3)], ("keepdims", 0));
        return g.Node("Gemm", [pooled, g.Weight("tags.weight", tags.weight), g.Weight("tags.bias", tags.bias!)], ("transB", 1));
    }
}
