using VlDistill.Demo.Vision;
using VlDistill.Inference;

namespace VlDistill.Demo.Views;

/// <summary>Which attention maps of a word to look at; −1 stands for all layers or heads. Counted in the cells of a grid that two models share.</summary>
public readonly record struct MapChoice(Reduction Reduction, int Layer, int Head);

/// <summary>Layers and heads of a model, or of the grid in which two models are compared.</summary>
public readonly record struct AttentionShape(int Layers, int Heads)
{
    /// <summary>The shape a result's attention has; all maps count as heads of one layer where it does not say.</summary>
    public static AttentionShape Of(VisionResult result)
    {
        int tokens = result.Perception.Regions.Tokens.Count;
        if (result.Layers > 0 && result.Heads > 0) return new AttentionShape(result.Layers, result.Heads);
        return new AttentionShape(1, result.Words.Count > 0 && tokens > 0 ? Math.Max(1, result.Words[0].Attention.Length / tokens) : 1);
    }

    /// <summary>The grid of two models: the fewer layers, and the fewer heads where the other's are a multiple of them, else one column.</summary>
    public AttentionShape Shared(AttentionShape other)
    {
        int most = Math.Max(Heads, other.Heads), least = Math.Min(Heads, other.Heads);
        return new AttentionShape(Math.Min(Layers, other.Layers), most % least == 0 ? least : 1);
    }

    /// <summary>This model's layer of a grid's row: g(m) = m · L / L_grid rounded up, layers counted from 1 (Fang et al. 2021, section 3.3).</summary>
    public int LayerOf(int row, AttentionShape grid) => Math.Clamp(((row + 1) * Layers + grid.Layers - 1) / grid.Layers - 1, 0, Layers - 1);

    /// <summary>Heads of this model that one column of the grid averages, as in training.</summary>
    public int HeadsPerColumn(AttentionShape grid) => Heads / grid.Heads;

    /// <summary>Reduces a word's maps to one weight per region token, summing to 1; all 0 where it has none.</summary>
    /// <param name="word">Its attention is layers × heads × tokens.</param>
    /// <param name="grid">What <paramref name="choice"/> counts in.</param>
    /// <param name="choice">Which maps and how.</param>
    /// <param name="weights">One per region token.</param>
    public void Read(in CaptionWord word, AttentionShape grid, MapChoice choice, Span<float> weights)
    {
        weights.Clear();
        if (choice.Reduction == Reduction.Rollout && word.Rollout.Length == weights.Length) word.Rollout.CopyTo(weights);
        else Collect(word.Attention, grid, choice, weights);
        float sum = 0;
        foreach (float weight in weights) sum += weight;
        if (sum <= 0) return;
        foreach (ref float weight in weights) weight /= sum;
    }

    /// <summary>The part of the softmax of a grid's cell that fell on regions at all, in [0, 1].</summary>
    public float Mass(in CaptionWord word, AttentionShape grid, int row, int column, int tokens)
    {
        float sum = 0;
        int each = HeadsPerColumn(grid);
        for (int head = column * each; head < (column + 1) * each; head++)
            foreach (float weight in Map(word.Attention, LayerOf(row, grid), head, tokens)) sum += weight;
        return Math.Clamp(sum / each, 0, 1);
    }

    private void Collect(float[] attention, AttentionShape grid, MapChoice choice, Span<float> weights)
    {
        int firstRow = choice.Layer < 0 ? 0 : Math.Min(choice.Layer, grid.Layers - 1), lastRow = choice.Layer < 0 ? grid.Layers - 1 : firstRow;
        int each = HeadsPerColumn(grid), column = Math.Min(choice.Head, grid.Heads - 1);
        int firstHead = choice.Head < 0 ? 0 : column * each, lastHead = choice.Head < 0 ? Heads - 1 : firstHead + each - 1;
        // Without a choice of layers every layer of the model counts, not only those that have a row.
        if (choice.Layer < 0) (firstRow, lastRow) = (0, Layers - 1);
        for (int row = firstRow; row <= lastRow; row++)
        {
            int layer = choice.Layer < 0 ? row : LayerOf(row, grid);
            for (int head = firstHead; head <= lastHead; head++)
            {
                var map = Map(attention, layer, head, weights.Length);
                for (int token = 0; token < map.Length; token++)
                    weights[token] = choice.Reduction == Reduction.Max ? Math.Max(weights[token], map[token]) : weights[token] + map[token];
            }
        }
    }

    private ReadOnlySpan<float> Map(float[] attention, int layer, int head, int tokens)
    {
        int start = (layer * Heads + head) * tokens;
        return start + tokens <= attention.Length ? attention.AsSpan(start, tokens) : [];
    }
}
