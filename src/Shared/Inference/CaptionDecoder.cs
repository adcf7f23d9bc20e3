using System.Numerics.Tensors;
using VlDistill.Text;

namespace VlDistill.Inference;

/// <summary>Turns a step model into a sentence: greedy or beam search, the same for demo, evaluation and tests.</summary>
public static class CaptionDecoder
{
    /// <summary>Says one sentence; special tokens other than the end mark are never chosen.</summary>
    /// <param name="onWord">Hears each word as it is chosen; with a beam larger than 1 words are not settled before the end and it hears nothing.</param>
    public static Caption Decode(IStepModel model, Vocabulary vocabulary, DecodingOptions options, Action<CaptionWord>? onWord = null)
    {
        if (options.Beam < 1) throw new ArgumentOutOfRangeException(nameof(options), "the beam is at least 1");
        return options.Beam == 1 ? Greedy(model, vocabulary, options, onWord) : Beam(model, vocabulary, options);
    }

    private static Caption Greedy(IStepModel model, Vocabulary vocabulary, DecodingOptions options, Action<CaptionWord>? onWord)
    {
        var words = new List<CaptionWord>(options.MaxWords);
        var scratch = new float[model.VocabularySize];
        var total = 0f;
        int[] token = [Vocabulary.Bos];
        for (var position = 0; position < options.MaxWords; position++)
        {
            var logits = model.Step(token, [0], position);
            token[0] = Likeliest(logits);
            var log = logits[token[0]] - LogSum(logits, scratch);
            total += log;
            if (token[0] == Vocabulary.Eos) break;
            words.Add(new CaptionWord(vocabulary[token[0]], log, Attention(model, 0)) { Rollout = model.Rollout });
            onWord?.Invoke(words[^1]);
        }
        return new Caption(words, total);
    }

    private static Caption Beam(IStepModel model, Vocabulary vocabulary, DecodingOptions options)
    {
        var live = new List<Hypothesis> { new(null, Vocabulary.Bos, 0, 0, 0, []) };
        var finished = new List<Hypothesis>();
        var logs = new float[model.VocabularySize];
        var scratch = new float[model.VocabularySize];
        int[] parents = [0];
        for (var position = 0; position < options.MaxWords && live.Count > 0; position++)
        {
            var logits = model.Step(live.Select(h => h.Token).ToArray(), parents, position);
            var candidates = new List<(int Parent, int Token, float Log, float Total)>(live.Count * (options.Beam + 1));
            for (var row = 0; row < live.Count; row++)
            {
                LogProbabilities(logits.Slice(row * logs.Length, logs.Length), logs, scratch);
                // One of the beam + 1 best may be the end mark, so that many are enough to fill the beam again.
                foreach (var token in Largest(logs, options.Beam + 1)) candidates.Add((row, token, logs[token], live[row].Total + logs[token]));
            }
            var attention = Enumerable.Range(0, live.Count).Select(row => Attention(model, row)).ToArray();
            var next = new List<Hypothesis>(options.Beam);
            var origins = new List<int>(options.Beam);
            foreach (var (parent, token, log, total) in candidates.OrderByDescending(c => c.Total).Take(2 * options.Beam))
            {
                if (token == Vocabulary.Eos)
                {
                    finished.Add(live[parent] with { Total = total });
                    continue;
                }
                if (next.Count == options.Beam) break;
                next.Add(new Hypothesis(live[parent], token, log, total, live[parent].Length + 1, attention[parent]));
                origins.Add(parent);
            }
            live = next;
            parents = [.. origins];
            // A live sentence only loses by going on, save for the length penalty, which is largest at full length.
            if (finished.Count >= options.Beam && live.Max(h => Score(h.Total, options.MaxWords, options)) <= finished.Max(h => Score(h.Total, h.Length, options))) break;
        }
        // Sentences cut off at full length compete too.
        var best = finished.Concat(live).MaxBy(h => Score(h.Total, h.Length, options))!;
        return new Caption(best.Words(vocabulary), best.Total);
    }

    private static float Score(float total, int words, DecodingOptions options) => total / MathF.Pow(Math.Max(1, words), options.LengthPenalty);

    private static float[] Attention(IStepModel model, int hypothesis)
    {
        var attention = new float[model.AttentionSize];
        model.ReadAttention(hypothesis, attention);
        return attention;
    }

    /// <summary>Log softmax over the words and the end mark; what must not be said gets −∞.</summary>
    private static void LogProbabilities(ReadOnlySpan<float> logits, Span<float> logs, Span<float> scratch)
    {
        TensorPrimitives.Subtract(logits, LogSum(logits, scratch), logs);
        for (var special = 0; special < Vocabulary.SpecialCount; special++)
            if (special != Vocabulary.Eos) logs[special] = float.NegativeInfinity;
    }

    /// <summary>The likeliest of what may be said: a word or the end mark.</summary>
    private static int Likeliest(ReadOnlySpan<float> logits)
    {
        var word = Vocabulary.SpecialCount + TensorPrimitives.IndexOfMax(logits[Vocabulary.SpecialCount..]);
        return logits[Vocabulary.Eos] >= logits[word] ? Vocabulary.Eos : word;
    }

    /// <summary>log Σ exp over what may be said.</summary>
    /// <param name="scratch">Overwritten.</param>
    private static float LogSum(ReadOnlySpan<float> logits, Span<float> scratch)
    {
        var words = logits[Vocabulary.SpecialCount..];
        var shifted = scratch[..words.Length];
        var largest = Math.Max(TensorPrimitives.Max(words), logits[Vocabulary.Eos]);
        TensorPrimitives.Subtract(words, largest, shifted);
        TensorPrimitives.Exp(shifted, shifted);
        return largest + MathF.Log(TensorPrimitives.Sum<float>(shifted) + MathF.Exp(logits[Vocabulary.Eos] - largest));
    }

    private static List<int> Largest(float[] values, int count)
    {
        var best = new List<int>(count + 1);
        for (var i = 0; i < values.Length; i++)
        {
            if (best.Count == count && values[i] <= values[best[^1]]) continue;
            if (float.IsNegativeInfinity(values[i])) continue;
            var at = best.Count;
            while (at > 0 && values[best[at - 1]] < values[i]) at--;
            best.Insert(at, i);
            if (best.Count > count) best.RemoveAt(count);
        }
        return best;
    }

    private sealed record Hypothesis(Hypothesis? Parent, int Token, float Log, float Total, int Length, float[] Attention)
    {
        public List<CaptionWord> Words(Vocabulary vocabulary)
        {
            var words = new List<CaptionWord>(Length);
            for (var h = this; h.Parent is not null; h = h.Parent) words.Add(new CaptionWord(vocabulary[h.Token], h.Log, h.Attention));
            words.Reverse();
            return words;
        }
    }
}
