using TorchSharp;
using TorchSharp.Modules;
using VlDistill.Trainer.Export;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Models;

/// <summary>A block's states (B, N, d), attention probabilities before dropout (B, H, N, P), and the keys and values it attended to (B, H, P, d/H).</summary>
public sealed record BlockOutput(Tensor States, Tensor Attention, Tensor Keys, Tensor Values);

/// <summary>Keys and values of earlier tokens, each (B, H, P, d/H).</summary>
public sealed record BlockCache(Tensor Keys, Tensor Values);

/// <summary>Pre-LN transformer block: x + Attention(LN(x)), then x + FFN(LN(x)) with GELU.</summary>
public sealed class TransformerBlock : nn.Module<Tensor, Tensor?, BlockCache?, BlockOutput>
{
    private readonly int width;
    private readonly int heads;
    private readonly LayerNorm attentionNorm;
    private readonly Linear queryKeyValue;
    private readonly LaneDropout attentionDropout;
    private readonly Linear output;
    private readonly LayerNorm feedForwardNorm;
    private readonly Linear expand;
    private readonly Linear contract;
    private readonly LaneDropout dropout;

    public TransformerBlock(VlConfig config) : base(nameof(TransformerBlock))
    {
        (width, heads) = (config.Width, config.Heads);
        attentionNorm = nn.LayerNorm(width);
        queryKeyValue = nn.Linear(width, 3 * width);
        attentionDropout = new LaneDropout(config.Dropout);
        output = nn.Linear(width, width);
        feedForwardNorm = nn.LayerNorm(width);
        expand = nn.Linear(width, config.Hidden);
        contract = nn.Linear(config.Hidden, width);
        dropout = new LaneDropout(config.Dropout);
        RegisterComponents();
    }

    /// <param name="x">(B, N, d).</param>
    /// <param name="mask">Added to the scores, broadcast to (B, H, N, P); null lets every token see every key.</param>
    /// <param name="cache">Keys and values of earlier tokens, put before this call's own.</param>
    public override BlockOutput forward(Tensor x, Tensor? mask, BlockCache? cache)
    {
        var parts = queryKeyValue.call(attentionNorm.call(x)).view(x.shape[0], x.shape[1], 3, heads, width / heads).permute(2, 0, 3, 1, 4);
        var (query, keys, values) = (parts.select(0, 0), parts.select(0, 1), parts.select(0, 2)); // (B, H, N, d/H)
        if (cache is not null) (keys, values) = (cat([cache.Keys, keys], 2), cat([cache.Values, values], 2));
        var scores = (query * (1 / Math.Sqrt(width / heads))).matmul(keys.transpose(2, 3)); // (B, H, N, P)
        var attention = (mask is null ? scores : scores + mask).softmax(3);
        var mixed = attentionDropout.call(attention).matmul(values).transpose(1, 2).reshape(x.shape);
        var attended = x + dropout.call(output.call(mixed));
        var states = attended + dropout.call(contract.call(nn.functional.gelu(expand.call(feedForwardNorm.call(attended)))));
        return new BlockOutput(states, attention, keys, values);
    }

    /// <summary>One token in each of S texts of a picture; the picture's own keys are shared, not copied. No dropout: for decoding.</summary>
    /// <param name="x">(B, S, d).</param>
    /// <param name="prefix">The picture's keys and values (B, H, R, d/H).</param>
    /// <param name="mask">Added to the scores of the prefix, broadcast to (B, H, S, R); null lets every text see all of it.</param>
    /// <param name="spoken">Keys and values of the texts' earlier tokens, (B, H, S, P, d/H); null before the first.</param>
    /// <returns>States (B, S, d) and the grown keys and values (B, H, S, P+1, d/H).</returns>
    public (Tensor States, BlockCache Spoken) Beside(Tensor x, BlockCache prefix, Tensor? mask, BlockCache? spoken)
    {
        var parts = queryKeyValue.call(attentionNorm.call(x)).view(x.shape[0], x.shape[1], 3, heads, width / heads).permute(2, 0, 3, 1, 4);
        var (query, keys, values) = (parts.select(0, 0) * (1 / Math.Sqrt(width / heads)), parts.select(0, 1).unsqueeze(3), parts.select(0, 2).unsqueeze(3));
        if (spoken is not null) (keys, values) = (cat([spoken.Keys, keys], 3), cat([spoken.Values, values], 3));
        var before = query.matmul(prefix.Keys.transpose(2, 3)); // (B, H, S, R)
        var own = (query.unsqueeze(3) * keys).sum(4); // (B, H, S, P+1)
        var attention = cat([mask is null ? before : before + mask, own], 3).softmax(3);
        var regions = before.shape[3];
        var mixed = attention.narrow(3, 0, regions).matmul(prefix.Values) + (attention.narrow(3, regions, own.shape[3]).unsqueeze(4) * values).sum(3);
        var attended = x + output.call(mixed.transpose(1, 2).reshape(x.shape));
        return (attended + contract.call(nn.functional.gelu(expand.call(feedForwardNorm.call(attended)))), new BlockCache(keys, values));
    }

    /// <summary>The same in ONNX; <paramref name="keys"/> and <paramref name="values"/> are the cache, <paramref name="mask"/> is added to the scores, null for none.</summary>
    public (string States, string Attention, string Keys, string Values) Emit(OnnxGraphBuilder g, string name, string x, string? keys, string? values, string? mask = null)
    {
        var parts = g.Linear($"{name}.queryKeyValue", queryKeyValue, g.LayerNorm($"{name}.attentionNorm", attentionNorm, x));
        var query = Part(0);
        var ownKeys = Part(1);
        var ownValues = Part(2);
        var allKeys = keys is null ? ownKeys : g.Concat(2, keys, ownKeys);
        var allValues = values is null ? ownValues : g.Concat(2, values, ownValues);
        var scores = g.Node("MatMul", [g.Multiply(query, g.Scalar(1 / Math.Sqrt(width / heads))), g.Transpose(allKeys, 0, 1, 3, 2)]);
        var attention = g.Node("Softmax", [mask is null ? scores : g.Add(scores, mask)], ("axis", -1));
        var mixed = g.Reshape(g.Transpose(g.Node("MatMul", [attention, allValues]), 0, 2, 1, 3), 0, 0, width);
        var attended = g.Add(x, g.Linear($"{name}.output", output, mixed));
        var inner = g.Gelu(g.Linear($"{name}.expand", expand, g.LayerNorm($"{name}.feedForwardNorm", feedForwardNorm, attended)));
        return (g.Add(attended, g.Linear($"{name}.contract", contract, inner)), attention, allKeys, allValues);

        string Part(int index) => g.Transpose(g.Reshape(g.Slice(parts, 2, index * width, (index + 1) * width), 0, 0, heads, width / heads), 0, 2, 1, 3);
    }
}
