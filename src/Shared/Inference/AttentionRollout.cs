using System.Numerics.Tensors;

namespace VlDistill.Inference;

/// <summary>Follows attention through all layers down to the region tokens: what a word has taken from where, at first or at second hand.</summary>
/// <remarks>
/// Abnar and Zuidema, "Quantifying Attention Flow in Transformers", 2020, eq. 1: in each layer half of a token stays (the residual
/// path), half comes from where it looked, the mean over heads; the layers' rows are multiplied. Regions do not see text, so their
/// part is worked out once per picture; a word adds one row per layer, over the regions and the words before it.
/// </remarks>
public sealed class AttentionRollout
{
    private readonly int layers;
    private readonly int heads;
    private readonly int regions;
    private readonly float[][] ofRegions;
    private readonly List<float[]> ofWords = [];
    private readonly float[] mean;

    /// <param name="attention">Region tokens to region tokens: layers × heads × regions × regions, rows that sum to 1.</param>
    public AttentionRollout(ReadOnlySpan<float> attention, int layers, int heads, int regions)
    {
        if (attention.Length != layers * heads * regions * regions)
            throw new ArgumentException($"{attention.Length} weights are not {layers} × {heads} × {regions} × {regions}", nameof(attention));
        (this.layers, this.heads, this.regions) = (layers, heads, regions);
        mean = new float[regions];
        // What the last layer makes of the regions no word looks at.
        ofRegions = new float[layers - 1][];
        for (var layer = 0; layer < layers - 1; layer++)
        {
            ofRegions[layer] = new float[regions * regions];
            for (var region = 0; region < regions; region++)
            {
                var own = attention.Slice((layer * heads * regions + region) * regions);
                MeanOverHeads(own, regions * regions, mean);
                var row = ofRegions[layer].AsSpan(region * regions, regions);
                if (layer == 0) mean.CopyTo(row);
                else Gather(mean, ofRegions[layer - 1], row);
                // Half of it stays; half precision may have left the rows a little off 1.
                var share = 0.5f / TensorPrimitives.Sum<float>(mean);
                TensorPrimitives.Multiply(row, share, row);
                if (layer == 0) row[region] += 0.5f;
                else TensorPrimitives.MultiplyAdd(ofRegions[layer - 1].AsSpan(region * regions, regions), 0.5f, row, row);
            }
        }
    }

    /// <summary>Takes the next word of the sentence.</summary>
    /// <param name="attention">Its attention: layers × heads × (regions, the words before it, itself), rows that sum to 1.</param>
    /// <returns>One weight per region token, summing to 1; all 0 for a word that looked at no region at all.</returns>
    public float[] Add(ReadOnlySpan<float> attention)
    {
        var seen = regions + ofWords.Count + 1;
        if (attention.Length != layers * heads * seen)
            throw new ArgumentException($"{attention.Length} weights are not {layers} × {heads} × ({regions} regions and {ofWords.Count + 1} words)", nameof(attention));
        var own = new float[(layers - 1) * regions];
        var result = new float[regions];
        Span<float> looked = seen <= 256 ? stackalloc float[seen] : new float[seen];
        for (var layer = 0; layer < layers; layer++)
        {
            MeanOverHeads(attention[(layer * heads * seen)..], seen, looked);
            var row = layer == layers - 1 ? result : own.AsSpan(layer * regions, regions);
            if (layer == 0) looked[..regions].CopyTo(row);
            else
            {
                var before = (layer - 1) * regions;
                Gather(looked[..regions], ofRegions[layer - 1], row);
                for (var word = 0; word < ofWords.Count; word++) Add(ofWords[word].AsSpan(before, regions), looked[regions + word], row);
                // Its own row once for where it looked at itself and once for what stays.
                Add(own.AsSpan(before, regions), looked[^1] + TensorPrimitives.Sum<float>(looked), row);
            }
            TensorPrimitives.Multiply(row, 0.5f / TensorPrimitives.Sum<float>(looked), row);
        }
        ofWords.Add(own);
        var total = TensorPrimitives.Sum<float>(result);
        if (total > 0) TensorPrimitives.Divide(result, total, result);
        return result;
    }

    private void MeanOverHeads(ReadOnlySpan<float> first, int stride, Span<float> into)
    {
        first[..into.Length].CopyTo(into);
        for (var head = 1; head < heads; head++) TensorPrimitives.Add(into, first.Slice(head * stride, into.Length), into);
        TensorPrimitives.Multiply(into, 1f / heads, into);
    }

    /// <summary>Σ weights[i] · row i.</summary>
    private void Gather(ReadOnlySpan<float> weights, float[] rows, Span<float> into)
    {
        into.Clear();
        for (var i = 0; i < weights.Length; i++) Add(rows.AsSpan(i * regions, regions), weights[i], into);
    }

    private static void Add(ReadOnlySpan<float> row, float weight, Span<float> into) => TensorPrimitives.MultiplyAdd(row, weight, into, into);
}
