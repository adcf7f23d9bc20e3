using TorchSharp;
using TorchSharp.Modules;
using VlDistill.Trainer.Export;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Models;

/// <summary>What the head says at each place: class logits (B, A, classes) and boxes (B, A, 4), relative x1, y1, x2, y2, not clipped.</summary>
public sealed record DetectionOutput(Tensor Logits, Tensor Boxes);

/// <summary>
/// An anchor-free head shared by three pyramid levels (FCOS, Tian et al. 2019, without centre-ness): class scores that are
/// trained to say the box's IoU as well, and distances to the four sides in cells.
/// </summary>
public sealed class DetectionHead : nn.Module<Tensor[], DetectionOutput>
{
    private const double PriorScore = 0.01;
    private readonly AnchorGrid anchors;
    private readonly int classes;
    private readonly ModuleList<DepthwiseSeparable> classTower;
    private readonly ModuleList<DepthwiseSeparable> boxTower;
    private readonly ConvLayer classOutput;
    private readonly ConvLayer boxOutput;
    private readonly Parameter scales;

    public DetectionHead(AnchorGrid anchors, int width, int depth, int classes) : base(nameof(DetectionHead))
    {
        this.anchors = anchors;
        this.classes = classes;
        classTower = Tower();
        boxTower = Tower();
        classOutput = new ConvLayer(new ConvSpec(width, classes));
        boxOutput = new ConvLayer(new ConvSpec(width, 4));
        scales = nn.Parameter(ones(3));
        RegisterComponents();
        using var _ = no_grad();
        classOutput.Weight.mul_(0.1);
        // Focal-loss prior: start by saying that nothing is anywhere.
        classOutput.Bias.fill_(-Math.Log((1 - PriorScore) / PriorScore));
        boxOutput.Weight.mul_(0.1);
        boxOutput.Bias.fill_(2.0);

        ModuleList<DepthwiseSeparable> Tower() => nn.ModuleList(Enumerable.Range(0, depth).Select(_ => new DepthwiseSeparable(width, 5, true)).ToArray());
    }

    public override DetectionOutput forward(Tensor[] maps)
    {
        var (logits, distances) = (new Tensor[maps.Length], new Tensor[maps.Length]);
        for (var level = 0; level < maps.Length; level++)
        {
            var (forClass, forBox) = (maps[level], maps[level]);
            foreach (var layer in classTower) forClass = layer.call(forClass);
            foreach (var layer in boxTower) forBox = layer.call(forBox);
            logits[level] = Flatten(classOutput.call(forClass), classes);
            distances[level] = Flatten(boxOutput.call(forBox), 4) * scales[level];
        }
        using var centres = anchors.Centres();
        using var strides = anchors.Strides();
        var reach = cat(distances, 1).softplus() * strides; // (B, A, 4): left, top, right, bottom
        var boxes = cat([centres - reach.narrow(2, 0, 2), centres + reach.narrow(2, 2, 2)], 2);
        return new DetectionOutput(cat(logits, 1), boxes);
    }

    /// <summary>The same head in ONNX for one picture: class logits (1, A, classes) and boxes (1, A, 4).</summary>
    public (string Logits, string Boxes) Emit(OnnxGraphBuilder g, string name, string[] maps)
    {
        var (logits, distances) = (new string[maps.Length], new string[maps.Length]);
        var scale = g.Weight($"{name}.scales", scales);
        for (var level = 0; level < maps.Length; level++)
        {
            var (forClass, forBox) = (maps[level], maps[level]);
            for (var i = 0; i < classTower.Count; i++) forClass = classTower[i].Emit(g, $"{name}.classTower.{i}", forClass);
            for (var i = 0; i < boxTower.Count; i++) forBox = boxTower[i].Emit(g, $"{name}.boxTower.{i}", forBox);
            logits[level] = Flatten(g, classOutput.Emit(g, $"{name}.classOutput", forClass), classes);
            distances[level] = g.Multiply(Flatten(g, boxOutput.Emit(g, $"{name}.boxOutput", forBox), 4), g.Slice(scale, 0, level, level + 1));
        }
        var centres = g.Constant(anchors.CentreValues, anchors.Count, 2);
        var reach = g.Multiply(g.Node("Softplus", [g.Concat(1, distances)]), g.Constant(anchors.StrideValues, anchors.Count, 1));
        var lower = g.Node("Sub", [centres, g.Slice(reach, 2, 0, 2)]);
        return (g.Concat(1, logits), g.Concat(2, lower, g.Add(centres, g.Slice(reach, 2, 2, 4))));
    }

    private static Tensor Flatten(Tensor map, int channels) => map.permute(0, 2, 3, 1).reshape(map.shape[0], -1, channels);

    private static string Flatten(OnnxGraphBuilder g, string map, int channels) => g.Reshape(g.Transpose(map, 0, 2, 3, 1), 1, -1, channels);
}
