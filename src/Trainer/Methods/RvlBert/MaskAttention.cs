using TorchSharp;
using TorchSharp.Modules;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.RvlBert;

/// <summary>
/// Mask attention (Chiou et al. 2021, section III-E): G = BN(conv(F)); for a role r and a name's vector e, M = minmax(wᵀ ReLU(conv_r(G + e))) and
/// v = mean over cells of G ⊙ M. Input: maps (B, C, g, g), each object's picture (O), name vectors (O, d).
/// </summary>
/// <remarks>
/// All convolutions are 1 × 1, so cells are rows of matrices, and conv_r(G + e) = conv_r(G) + conv_r(e) without its bias is computed once per
/// picture. A constant map gives the mask 0, not 0/0. v is normed with a scale that starts at 0, as VL-BERT's visual part of a word does
/// (Su et al. 2020): a pre-trained transformer starts with the words it knows. <see cref="StartAt"/> lets looks be heard from the first step, so that
/// names are learnt together with them.
/// </remarks>
public sealed class MaskAttention : nn.Module<Tensor, Tensor, Tensor, RoleMasks>
{
    private const double Epsilon = 1e-3;
    private readonly int channels;
    private readonly Linear reduce, subject, @object, score;
    private readonly BatchNorm2d norm;
    private readonly LayerNorm visualNorm;

    public MaskAttention(int channels, int width) : base(nameof(MaskAttention))
    {
        this.channels = channels;
        reduce = nn.Linear(channels, width, hasBias: false);
        norm = nn.BatchNorm2d(width);
        subject = nn.Linear(width, width);
        @object = nn.Linear(width, width);
        score = nn.Linear(width, 1, hasBias: false);
        visualNorm = nn.LayerNorm(width);
        RegisterComponents();
        StartAt(0);
    }

    /// <summary>Sets the scale of what is seen beside a name, before training.</summary>
    public void StartAt(double scale)
    {
        using var _ = no_grad();
        visualNorm.weight!.fill_(scale);
    }

    public override RoleMasks forward(Tensor maps, Tensor pictures, Tensor names)
    {
        var (rows, columns) = (maps.shape[2], maps.shape[3]);
        var reduced = reduce.call(maps.flatten(2).transpose(1, 2)); // (B, g², d)
        var grid = norm.call(reduced.reshape(-1, reduced.shape[2], 1, 1)).reshape(reduced.shape);
        var seen = grid.index_select(0, pictures); // (O, g², d)
        var (subjects, objects) = (Mask(subject), Mask(@object)); // (O, g²)
        return new RoleMasks(subjects.view(-1, rows, columns), objects.view(-1, rows, columns), Visual(subjects), Visual(objects));

        Tensor Mask(Linear role)
        {
            var named = role.call(grid).index_select(0, pictures) + names.matmul(role.weight.t()).unsqueeze(1);
            return MinMax(score.call(nn.functional.relu(named)).squeeze(2));
        }

        Tensor Visual(Tensor mask) => visualNorm.call(mask.unsqueeze(1).matmul(seen).squeeze(1) / (rows * columns));
    }

    /// <summary>Each row moved and scaled to [0, 1): (x − min) / (max − min + ε); a constant row becomes 0.</summary>
    public static Tensor MinMax(Tensor scores)
    {
        var low = scores.amin(1).unsqueeze(1);
        return (scores - low) / (scores.amax(1).unsqueeze(1) - low + Epsilon);
    }

    /// <summary>The same for one picture in ONNX: cells (g², C) of its map, names (R, d) → masks (R, g²) and what is seen (R, d), subjects first.</summary>
    public (string SubjectMasks, string ObjectMasks, string SubjectVisual, string ObjectVisual) Emit(OnnxGraphBuilder g, string name, string cells, string names, int count)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var scale = norm.weight / (norm.running_var! + norm.eps).sqrt();
        var shift = norm.bias! - norm.running_mean! * scale;
        var grid = g.Add(g.Multiply(g.Linear($"{name}.reduce", reduce, cells), g.Weight($"{name}.scale", scale)), g.Weight($"{name}.shift", shift)); // (g², d)
        var (subjects, objects) = (Mask("subject", subject), Mask("object", @object));
        return (subjects, objects, Visual(subjects), Visual(objects));

        string Mask(string role, Linear layer)
        {
            var told = g.Unsqueeze(g.Node("MatMul", [names, g.Transpose(g.Weight($"{name}.{role}.weight", layer.weight), 1, 0)]), 1);
            var named = g.Relu(g.Add(g.Linear($"{name}.{role}", layer, grid), told)); // (R, g², d)
            var scores = g.Node("Squeeze", [g.Linear($"{name}.score", score, named), g.Ints(2)]);
            var low = g.Node("ReduceMin", [scores, g.Ints(1)], ("keepdims", 1));
            var range = g.Node("Sub", [g.Node("ReduceMax", [scores, g.Ints(1)], ("keepdims", 1)), low]);
            return g.Node("Div", [g.Node("Sub", [scores, low]), g.Add(range, g.Scalar(Epsilon))]);
        }

        string Visual(string mask) => g.LayerNorm($"{name}.visualNorm", visualNorm, g.Multiply(g.Node("MatMul", [mask, grid]), g.Scalar(1.0 / count)));
    }
}
