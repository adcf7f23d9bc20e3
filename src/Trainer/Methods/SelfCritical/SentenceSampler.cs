using VlDistill.Text;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.SelfCritical;

/// <summary>Draws words by the model's own probabilities, sharpened by a temperature. A sentence depends on seed, step, sample and its number among the sample's sentences alone.</summary>
public sealed class SentenceSampler(ulong seed, long step, IReadOnlyList<int> samples, int sentences, double temperature = 1)
{
    // Of float32, so that a draw never reaches the sum of all probabilities.
    private const float Most = 0.99999f;

    private readonly SeededRandom[] streams =
        [.. samples.SelectMany(s => Enumerable.Range(0, sentences).Select(i => new SeededRandom(seed, (ulong)step, (ulong)s, (ulong)i)))];

    /// <summary>Logits (B, S, V) → words (B, S): the first at which the cumulative probability passes the draw.</summary>
    public Tensor Choose(Tensor logits)
    {
        var draws = tensor(streams.Select(s => (float)s.Unit() * Most).ToArray(), [samples.Count, sentences, 1]);
        var cumulative = (logits / temperature).softmax(2).cumsum(2);
        return cumulative.le(draws * cumulative.narrow(2, -1, 1)).sum(2);
    }
}
