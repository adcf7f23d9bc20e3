using TorchSharp;
using TorchSharp.Modules;
using VlDistill.Trainer.Export;
using static TorchSharp.torch;
using ElementType = VlDistill.Trainer.Export.Onnx.TensorProto.Types.DataType;

namespace VlDistill.Trainer.Models;

/// <summary>A batch for the transformer: region features (B, R, C), boxes (B, R, 4), word ids and their positions (B, T), additive mask (B, 1, R+T, R+T).</summary>
public sealed record VlInput(Tensor Regions, Tensor Boxes, Tensor Words, Tensor Positions, Tensor Mask);

/// <summary>
/// At the text places logits (B, T, V) and the normed states behind them (B, T, d); per layer attention (B, H, N, N) and states (B, N, d),
/// regions first, for distillation.
/// </summary>
public sealed record VlOutput(Tensor Logits, Tensor Text, IReadOnlyList<Tensor> Attention, IReadOnlyList<Tensor> Hidden);

/// <summary>What a whole text behind its regions becomes: normed states (B, T, d); per layer attention (B, H, N, N) and states (B, N, d), regions first.</summary>
public sealed record VlStates(Tensor Text, IReadOnlyList<Tensor> Attention, IReadOnlyList<Tensor> Hidden);

/// <summary>What a picture leaves behind for decoding: keys and values per layer.</summary>
public sealed record VlCache(IReadOnlyList<BlockCache> Layers);

/// <summary>What reading tokens gives: the last layer's states (B, N, d), before the last norm, the grown cache, and attention per layer (B, H, N, P).</summary>
public sealed record VlReading(Tensor Hidden, VlCache Cache, IReadOnlyList<Tensor> Attention);

/// <summary>
/// The one transformer of teacher, student and plain twin: region tokens then words in one sequence.
/// Regions see regions only, so their keys and values can be computed once per picture.
/// </summary>
public sealed class VlTransformer : nn.Module<VlInput, VlOutput>
{
    private readonly RegionEmbedding regions;
    private readonly Embedding words;
    private readonly Embedding positions;
    private readonly LayerNorm wordNorm;
    private readonly LaneDropout dropout;
    private readonly ModuleList<TransformerBlock> blocks;
    private readonly LayerNorm norm;
    private readonly Linear? output;
    private readonly Parameter outputBias;

    public VlTransformer(VlConfig config) : base(nameof(VlTransformer))
    {
        if (config.Width % config.Heads != 0) throw new UserException($"width {config.Width} is not a multiple of heads {config.Heads}");
        Config = config;
        regions = new RegionEmbedding(config.Features, config.Width);
        words = nn.Embedding(config.Vocabulary, config.Width);
        positions = nn.Embedding(config.Positions, config.Width);
        wordNorm = nn.LayerNorm(config.Width);
        dropout = new LaneDropout(config.Dropout);
        blocks = nn.ModuleList(Enumerable.Range(0, config.Layers).Select(_ => new TransformerBlock(config)).ToArray());
        norm = nn.LayerNorm(config.Width);
        output = config.Tied ? null : nn.Linear(config.Width, config.Vocabulary, hasBias: false);
        outputBias = nn.Parameter(zeros(config.Vocabulary));
        using (no_grad())
        {
            // The embedding is the output layer as well; its scale keeps the first logits small (BERT's 0.02).
            nn.init.normal_(words.weight!, 0, 0.02);
            nn.init.normal_(positions.weight!, 0, 0.02);
        }
        RegisterComponents();
    }

    public VlConfig Config { get; }

    public override VlOutput forward(VlInput input)
    {
        var (text, attention, hidden) = Encode(input.Regions, input.Boxes, Vectors(input.Words), input.Positions, input.Mask);
        return new VlOutput(Project(text), text, attention, hidden);
    }

    /// <summary>Vectors of words, any shape of ids → the same with d behind it.</summary>
    public Tensor Vectors(Tensor ids) => words.call(ids);

    /// <summary>As <see cref="forward"/>, without the output layer and for texts given by their vectors (B, T, d): a word may be a name's mean or carry what it looks like.</summary>
    /// <param name="roles">Added to the region tokens (R, d), where regions have an order; null = they have none.</param>
    public VlStates Encode(Tensor features, Tensor boxes, Tensor vectors, Tensor places, Tensor mask, Tensor? roles = null)
    {
        var seen = regions.call(features, boxes);
        var prefix = dropout.call(roles is null ? seen : seen + roles);
        var x = cat([prefix, Embed(vectors, places)], 1); // (B, R+T, d)
        var (attention, hidden) = (new List<Tensor>(), new List<Tensor>());
        foreach (var block in blocks)
        {
            var layer = block.call(x, mask, null);
            attention.Add(layer.Attention);
            hidden.Add(x = layer.States);
        }
        return new VlStates(norm.call(x.narrow(1, prefix.shape[1], vectors.shape[1])), attention, hidden);
    }

    /// <summary>Reads the regions once; <paramref name="mask"/> (B, 1, 1, R) hides padding, null where there is none.</summary>
    public VlCache Prefill(Tensor features, Tensor boxes, Tensor? mask) => Read(features, boxes, mask).Cache;

    /// <summary>As <see cref="Prefill"/>, with the regions' states and each layer's attention among them.</summary>
    public VlReading Read(Tensor features, Tensor boxes, Tensor? mask) => Run(dropout.call(regions.call(features, boxes)), mask, null);

    /// <summary>One word per row: ids and positions (B, 1) → logits (B, V) and what reading the word gave.</summary>
    public (Tensor Logits, VlReading Reading) Step(Tensor word, Tensor position, VlCache cache, Tensor? mask)
    {
        var reading = Run(Embed(Vectors(word), position), mask, cache);
        return (Project(norm.call(reading.Hidden)).squeeze(1), reading);
    }

    /// <summary>One word in each of S texts of a picture: ids (B, S) → logits (B, S, V) and the texts' own keys and values, for <paramref name="spoken"/> of the next.</summary>
    public (Tensor Logits, VlCache Spoken) StepBeside(Tensor ids, int position, VlCache prefix, Tensor? mask, VlCache? spoken)
    {
        var x = Embed(Vectors(ids), full([1, 1], position, int64));
        var grown = new List<BlockCache>();
        for (var i = 0; i < blocks.Count; i++)
        {
            (x, var layer) = blocks[i].Beside(x, prefix.Layers[i], mask, spoken?.Layers[i]);
            grown.Add(layer);
        }
        return (Project(norm.call(x)), new VlCache(grown));
    }

    /// <summary>
    /// prefill.onnx: <c>regions</c> (1, R, C), <c>boxes</c> (1, R, 4) → <c>keys</c>, <c>values</c> (L, 1, H, R, d/H), <c>attention</c> (L, H, R, R),
    /// <c>hidden</c> (1, R, d): the last layer's states, those that distillation compares.
    /// </summary>
    public void EmitPrefill(OnnxGraphBuilder g)
    {
        var features = g.Input("regions", ElementType.Float, 1, "regions", Config.Features);
        var boxes = g.Input("boxes", ElementType.Float, 1, "regions", 4);
        var (states, keys, values, attention) = EmitBlocks(g, regions.Emit(g, "regions", features, boxes), null, null);
        var (h, size) = (Config.Heads, Config.Width / Config.Heads);
        g.Output(Stack(g, keys), "keys", ElementType.Float, Config.Layers, 1, h, "regions", size);
        g.Output(Stack(g, values), "values", ElementType.Float, Config.Layers, 1, h, "regions", size);
        g.Output(g.Concat(0, attention), "attention", ElementType.Float, Config.Layers, h, "regions", "regions");
        g.Output(states, "hidden", ElementType.Float, 1, "regions", Config.Width);
    }

    /// <summary>
    /// step.onnx: <c>token</c> (B), <c>position</c> (1), <c>keys</c>, <c>values</c> (L, B, H, P, d/H) → <c>logits</c> (B, V),
    /// <c>new_keys</c>, <c>new_values</c> (L, B, H, P+1, d/H), <c>attention</c> (L, B, H, P+1), <c>hidden</c> (B, d).
    /// </summary>
    public void EmitStep(OnnxGraphBuilder g)
    {
        var (h, size) = (Config.Heads, Config.Width / Config.Heads);
        var token = g.Input("token", ElementType.Int64, "beam");
        var position = g.Input("position", ElementType.Int64, 1);
        var keys = g.Input("keys", ElementType.Float, Config.Layers, "beam", h, "past", size);
        var values = g.Input("values", ElementType.Float, Config.Layers, "beam", h, "past", size);
        var table = g.Weight("words.weight", words.weight!);
        var sum = g.Add(g.Node("Gather", [table, token]), g.Node("Gather", [g.Weight("positions.weight", positions.weight!), position]));
        var x = g.Unsqueeze(g.LayerNorm("wordNorm", wordNorm, sum), 1);
        var (states, newKeys, newValues, attention) = EmitBlocks(g, x, Layers(g, keys), Layers(g, values));
        var hidden = g.Node("Squeeze", [states, g.Ints(1)]);
        var last = g.LayerNorm("norm", norm, hidden);
        var projection = output is null ? table : g.Weight("output.weight", output.weight);
        var logits = g.Add(g.Node("MatMul", [last, g.Transpose(projection, 1, 0)]), g.Weight("outputBias", outputBias));
        g.Output(logits, "logits", ElementType.Float, "beam", Config.Vocabulary);
        g.Output(Stack(g, newKeys), "new_keys", ElementType.Float, Config.Layers, "beam", h, "grown", size);
        g.Output(Stack(g, newValues), "new_values", ElementType.Float, Config.Layers, "beam", h, "grown", size);
        g.Output(g.Node("Squeeze", [Stack(g, attention), g.Ints(3)]), "attention", ElementType.Float, Config.Layers, "beam", h, "grown");
        g.Output(hidden, "hidden", ElementType.Float, "beam", Config.Width);
    }

    /// <summary>
    /// A whole text behind its regions, every word seeing all of it: features (1, R, C), boxes (1, R, 4) and ids (1, T) →
    /// normed states (1, T, d) and attention of the words (L, H, T, R+T).
    /// </summary>
    public (string Text, string Attention) EmitText(OnnxGraphBuilder g, string features, string boxes, string ids)
    {
        var length = g.Slice(g.Node("Shape", [ids]), 0, 1, 2);
        var (text, attention) = EmitBehind(g, EmitRegions(g, features, boxes), EmitVectors(g, ids), length);
        return (text, g.Concat(0, attention));
    }

    /// <summary>Region tokens (B, R, d) of features (B, R, C) and boxes (B, R, 4).</summary>
    public string EmitRegions(OnnxGraphBuilder g, string features, string boxes) => regions.Emit(g, "regions", features, boxes);

    /// <summary>As <see cref="Vectors"/>.</summary>
    public string EmitVectors(OnnxGraphBuilder g, string ids) => g.Node("Gather", [g.Weight("words.weight", words.weight!), ids]);

    /// <summary>A text of vectors (B, T, d) behind region tokens (B, R, d), every word seeing all of it → normed states (B, T, d) and each layer's attention of the words (B, H, T, R+T).</summary>
    /// <param name="length">T, as a tensor (1).</param>
    public (string Text, string[] Attention) EmitBehind(OnnxGraphBuilder g, string prefix, string vectors, string length)
    {
        // Regions see regions only, so that they are a prefix whose keys and values the words are put behind: no mask is needed.
        var (_, keys, values, _) = EmitBlocks(g, prefix, null, null);
        var places = g.Node("Slice", [g.Weight("positions.weight", positions.weight!), g.Ints(0), length, g.Ints(0)]);
        var x = g.LayerNorm("wordNorm", wordNorm, g.Add(vectors, places));
        var (states, _, _, attention) = EmitBlocks(g, x, keys, values);
        return (g.LayerNorm("norm", norm, states), attention);
    }

    private (string States, string[] Keys, string[] Values, string[] Attention) EmitBlocks(OnnxGraphBuilder g, string x, string[]? keys, string[]? values)
    {
        var layers = blocks.Select((block, i) =>
        {
            var layer = block.Emit(g, $"blocks.{i}", x, keys?[i], values?[i]);
            x = layer.States;
            return layer;
        }).ToArray();
        return (x, [.. layers.Select(l => l.Keys)], [.. layers.Select(l => l.Values)], [.. layers.Select(l => l.Attention)]);
    }

    private static string Stack(OnnxGraphBuilder g, string[] layers) => g.Concat(0, [.. layers.Select(l => g.Unsqueeze(l, 0))]);

    private string[] Layers(OnnxGraphBuilder g, string stacked) =>
        [.. Enumerable.Range(0, Config.Layers).Select(i => g.Node("Squeeze", [g.Slice(stacked, 0, i, i + 1), g.Ints(0)]))];

    private VlReading Run(Tensor x, Tensor? mask, VlCache? cache)
    {
        var layers = new List<BlockCache>();
        var attention = new List<Tensor>();
        for (var i = 0; i < blocks.Count; i++)
        {
            var layer = blocks[i].call(x, mask, cache?.Layers[i]);
            layers.Add(new BlockCache(layer.Keys, layer.Values));
            attention.Add(layer.Attention);
            x = layer.States;
        }
        return new VlReading(x, new VlCache(layers), attention);
    }

    private Tensor Embed(Tensor vectors, Tensor places) => dropout.call(wordNorm.call(vectors + positions.call(places)));

    private Tensor Project(Tensor text) => nn.functional.linear(text, output?.weight ?? words.weight!, outputBias);
}
