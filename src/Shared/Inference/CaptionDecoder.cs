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
        var logs = new float[model.VocabularySize];
        var total = 0f;
        int[] token = [Vocabulary.Bos];
        for (var position = 0; position < options.MaxWords; position++)
        {
            LogProbabilities(model.Step(token, [0], position), logs);
            token[0] = TensorPrimitives.IndexOfMax<float>(logs);
            total += logs[token[0]];
            if (token[0] == Vocabulary.Eos) break;
            words.Add(new CaptionWord(vocabulary[token[0]], logs[token[0]], Attention(model, 0)) { Rollout = model.Rollout });
            onWord?.Invoke(words[^1]);
        }
        return new Caption(words, total);
    }

    private static Caption Beam(IStepModel model, Vocabulary vocabulary, DecodingOptions options)
    {
        var live = new List<Hypothesis> { new(null, Vocabulary.Bos, 0, 0, 0, []) };
        var finished = new List<Hypothesis>();
        var logs = new float[model.VocabularySize];
        int[] parents = [0];
        for (var position = 0; position < options.MaxWords && live.Count > 0; position++)
        {
            var logits = model.Step(live.Select(h => h.Token).ToArray(), parents, position);
            var candidates = new List<(int Parent, int Token, float Log, float Total)>(live.Count * (options.Beam + 1));
            for (var row = 0; row < live.Count; row++)
            {
                LogProbabilities(logits.Slice(row * logs.Length, logs.Length), logs);
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
    private static void LogProbabilities(ReadOnlySpan<float> logits, Span<float> logs)
    {
        logits.CopyTo(logs);
        for (var special = 0; special < Vocabulary.SpecialCount; special++)
            if (special != Vocabulary.Eos) logs[special] = float.NegativeInfinity;
        var largest = TensorPrimitives.Max<float>(logs);
        var sum = 0.0;
        foreach (var value in logs) sum += MathF.Exp(value - largest);
        TensorPrimitives.Subtract(logs, largest + (float)Math.Log(sum), logs);
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
