using VlDistill.Text;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Models;

/// <summary>Batched sentences while training, several of a picture side by side; the shipped decoder (with beam) is Shared's and runs on the exported graphs.</summary>
public static class SentenceDecoder
{
    private static readonly long[] neverSaid = [Vocabulary.Pad, Vocabulary.Bos, Vocabulary.Unknown, Vocabulary.Mask, Vocabulary.Separator, Vocabulary.Class];

    /// <summary>Each picture's most probable words one by one, without marks. Regions (B, R, C), boxes (B, R, 4), each picture's number of real regions.</summary>
    public static int[][] Greedy(VlTransformer model, Tensor regions, Tensor boxes, IReadOnlyList<int> regionCounts, int maxWords = 20) =>
        [.. Decode(model, regions, boxes, regionCounts, 1, maxWords, logits => logits.argmax(2)).Select(s => s[0].Where(w => w != Vocabulary.Eos).ToArray())];

    /// <summary>Sentences of each picture as word ids; the last is the end mark where it was said within <paramref name="maxWords"/>.</summary>
    /// <param name="choose">Logits (B, S, V), −∞ at what must not be said → words (B, S).</param>
    public static int[][][] Decode(VlTransformer model, Tensor regions, Tensor boxes, IReadOnlyList<int> regionCounts, int sentences, int maxWords, Func<Tensor, Tensor> choose)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var mask = AttentionMasks.Regions((int)regions.shape[1], regionCounts);
        var prefix = model.Prefill(regions, boxes, mask);
        var forbidden = zeros(model.Config.Vocabulary);
        forbidden.index_fill_(0, tensor(neverSaid), float.NegativeInfinity);
        var said = Enumerable.Range(0, regionCounts.Count * sentences).Select(_ => new List<int>()).ToArray();
        var words = full([regionCounts.Count, sentences], Vocabulary.Bos, int64);
        VlCache? spoken = null;
        var limit = Math.Min(maxWords, model.Config.Positions - 1);
        for (var position = 0; position < limit && said.Any(IsOpen); position++)
        {
            using var step = NewDisposeScope();
            var (logits, grown) = model.StepBeside(words, position, prefix, mask, spoken);
            words = choose(logits + forbidden).MoveToOuterDisposeScope();
            spoken = Keep(grown, spoken);
            var chosen = words.data<long>().ToArray();
            for (var i = 0; i < said.Length; i++)
                if (IsOpen(said[i])) said[i].Add((int)chosen[i]);
        }
        return [.. said.Chunk(sentences).Select(picture => picture.Select(s => s.ToArray()).ToArray())];

        static bool IsOpen(List<int> sentence) => sentence.Count == 0 || sentence[^1] != Vocabulary.Eos;
    }

    private static VlCache Keep(VlCache grown, VlCache? old)
    {
        foreach (var layer in grown.Layers)
        {
            layer.Keys.MoveToOuterDisposeScope();
            layer.Values.MoveToOuterDisposeScope();
        }
        foreach (var layer in old?.Layers ?? [])
        {
            layer.Keys.Dispose();
            layer.Values.Dispose();
        }
        return grown;
    }
}
