using TorchSharp;
using TorchSharp.Modules;
using VlDistill.Text;
using VlDistill.Trainer.Export;
using static TorchSharp.torch;
using ElementType = VlDistill.Trainer.Export.Onnx.TensorProto.Types.DataType;

namespace VlDistill.Trainer.Models;

/// <summary>Size of the small text encoder.</summary>
/// <param name="Numbers">Rows of the table: what the tokeniser counts.</param>
/// <param name="Output">Of an embedding, the teacher's.</param>
/// <param name="Embedding">Of a row of the table.</param>
/// <param name="Width">Of a word's state.</param>
/// <param name="Layers">Transformer blocks.</param>
/// <param name="Heads">A divisor of the width.</param>
/// <param name="Inner">Of the blocks' feed-forward layers.</param>
/// <param name="Dropout">Inside the blocks, while training.</param>
public sealed record PhraseConfig(int Numbers, int Output, int Embedding = 128, int Width = 256, int Layers = 2, int Heads = 4, int Inner = 512, double Dropout = 0);

/// <summary>
/// A phrase's embedding: each word is its own vector plus the mean of its letter groups', a few transformer blocks, the words' mean, a linear
/// layer. Numbers (P, W, S) as <see cref="PhraseTokenizer"/> packs them → (P, D) of unit length.
/// </summary>
public sealed class PhraseNetwork : nn.Module<Tensor, Tensor>
{
    private const double Hidden = -1e9, Tiny = 1e-12;
    private readonly Embedding table;
    private readonly Linear project;
    private readonly Embedding positions;
    private readonly ModuleList<TransformerBlock> blocks;
    private readonly LayerNorm norm;
    private readonly Linear output;

    public PhraseNetwork(PhraseConfig config) : base(nameof(PhraseNetwork))
    {
        if (config.Width % config.Heads != 0) throw new UserException($"width {config.Width} is not a multiple of heads {config.Heads}");
        Config = config;
        table = nn.Embedding(config.Numbers, config.Embedding);
        project = nn.Linear(config.Embedding, config.Width);
        positions = nn.Embedding(PhraseTokenizer.MostWords, config.Width);
        blocks = nn.ModuleList(Enumerable.Range(0, config.Layers)
            .Select(_ => new TransformerBlock(new VlConfig(0, 0, config.Width, config.Layers, config.Heads, config.Inner, Dropout: config.Dropout))).ToArray());
        norm = nn.LayerNorm(config.Width);
        output = nn.Linear(config.Width, config.Output);
        using (no_grad())
        {
            nn.init.normal_(table.weight!, 0, 0.5);
            nn.init.normal_(positions.weight!, 0, 0.02);
        }
        RegisterComponents();
    }

    public PhraseConfig Config { get; }

    public override Tensor forward(Tensor numbers)
    {
        var present = numbers.ne(PhraseTokenizer.Nothing).to(float32); // (P, W, S)
        var groups = present.narrow(2, 1, present.shape[2] - 1);
        var vectors = table.call(numbers); // (P, W, S, e)
        var spelling = (vectors.narrow(2, 1, vectors.shape[2] - 1) * groups.unsqueeze(3)).sum(2) / groups.sum(2, keepdim: true).clamp_min(1);
        var words = present.select(2, 0).unsqueeze(2); // (P, W, 1)
        var x = project.call(vectors.select(2, 0) + spelling) + positions.weight!.narrow(0, 0, numbers.shape[1]);
        var mask = ((1 - words) * Hidden).transpose(1, 2).unsqueeze(1); // (P, 1, 1, W)
        foreach (var block in blocks) x = block.call(x, mask, null).States;
        var mean = (x * words).sum(1) / words.sum(1).clamp_min(1);
        var embedding = output.call(norm.call(mean));
        return embedding / (embedding.pow(2).sum(1, keepdim: true) + Tiny).sqrt();
    }

    /// <summary>text.onnx: <c>ids</c> (P, W, S) → <c>embedding</c> (P, D).</summary>
    public void Emit(OnnxGraphBuilder g)
    {
        var ids = g.Input("ids", ElementType.Int64, "phrases", "words", "parts");
        var present = g.Cast(g.Node("Greater", [ids, g.Constant([0L])]), ElementType.Float);
        var groups = g.Slice(present, 2, 1, long.MaxValue);
        var vectors = g.Node("Gather", [g.Weight("table.weight", table.weight!), ids]);
        var spelled = g.Node("ReduceSum", [g.Multiply(g.Slice(vectors, 2, 1, long.MaxValue), g.Unsqueeze(groups, 3)), g.Ints(2)], ("keepdims", 0));
        var spelling = g.Node("Div", [spelled, g.Node("Max", [g.Node("ReduceSum", [groups, g.Ints(2)], ("keepdims", 1)), g.Scalar(1)])]);
        var own = g.Node("Squeeze", [g.Slice(vectors, 2, 0, 1), g.Ints(2)]);
        var words = g.Slice(present, 2, 0, 1); // (P, W, 1)
        var length = g.Slice(g.Node("Shape", [ids]), 0, 1, 2);
        var places = g.Node("Slice", [g.Weight("positions.weight", positions.weight!), g.Ints(0), length, g.Ints(0)]);
        var x = g.Add(g.Linear("project", project, g.Add(own, spelling)), places);
        var mask = g.Unsqueeze(g.Transpose(g.Multiply(g.Node("Sub", [g.Scalar(1), words]), g.Scalar(Hidden)), 0, 2, 1), 1);
        for (var i = 0; i < Config.Layers; i++) x = blocks[i].Emit(g, $"blocks.{i}", x, null, null, mask).States;
        var summed = g.Node("ReduceSum", [g.Multiply(x, words), g.Ints(1)], ("keepdims", 0));
        var mean = g.Node("Div", [summed, g.Node("Max", [g.Node("ReduceSum", [words, g.Ints(1)], ("keepdims", 0)), g.Scalar(1)])]);
        var embedding = g.Linear("output", output, g.LayerNorm("norm", norm, mean));
        var size = g.Node("Sqrt", [g.Add(g.Node("ReduceSum", [g.Multiply(embedding, embedding), g.Ints(1)], ("keepdims", 1)), g.Scalar(Tiny))]);
        g.Output(g.Node("Div", [embedding, size]), "embedding", ElementType.Float, "phrases", Config.Output);
    }
}
