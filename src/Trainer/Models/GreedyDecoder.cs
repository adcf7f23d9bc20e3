using static TorchSharp.torch;

namespace VlDistill.Trainer.Models;

/// <summary>Batched greedy captions while training; the shipped decoder (with beam) is Shared's and runs on the exported graphs.</summary>
public static class GreedyDecoder
{
    private const long Begin = 1, End = 2;
    private static readonly long[] neverSaid = [0, 1, 3, 4, 5, 6];

    /// <summary>Captions as word ids without marks. Regions (B, R, C), boxes (B, R, 4), each picture's number of real regions.</summary>
    public static int[][] Decode(VlTransformer model, Tensor regions, Tensor boxes, IReadOnlyList<int> regionCounts, int maxWords = 20)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var batch = regionCounts.Count;
        var prefixMask = AttentionMasks.Regions((int)regions.shape[1], regionCounts);
        var cache = model.Prefill(regions, boxes, prefixMask);
        var forbidden = zeros(model.Config.Vocabulary);
        forbidden.index_fill_(0, tensor(neverSaid), float.NegativeInfinity);
        var words = full([batch, 1], Begin, int64);
        var captions = Enumerable.Range(0, batch).Select(_ => new List<int>()).ToArray();
        var open = Enumerable.Repeat(true, batch).ToArray();
        var limit = Math.Min(maxWords, model.Config.Positions - 1);
        for (var position = 0; position < limit && open.Contains(true); position++)
        {
            using var step = NewDisposeScope();
            var mask = prefixMask is null ? null : cat([prefixMask, zeros(batch, 1, 1, position + 1)], 3);
            var (logits, grown, _) = model.Step(words, full([batch, 1], position, int64), cache, mask);
            words = (logits + forbidden).argmax(1, true).MoveToOuterDisposeScope();
            cache = Keep(grown, cache);
            var chosen = words.data<long>().ToArray();
            for (var b = 0; b < batch; b++)
            {
                open[b] &= chosen[b] != End;
                if (open[b]) captions[b].Add((int)chosen[b]);
            }
        }
        return [.. captions.Select(c => c.ToArray())];
    }

    private static VlCache Keep(VlCache grown, VlCache old)
    {
        foreach (var layer in grown.Layers)
        {
            layer.Keys.MoveToOuterDisposeScope();
            layer.Values.MoveToOuterDisposeScope();
        }
        foreach (var layer in old.Layers)
        {
            layer.Keys.Dispose();
            layer.Values.Dispose();
        }
        return grown;
    }
}
