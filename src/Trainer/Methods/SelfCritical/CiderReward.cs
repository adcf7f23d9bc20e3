using System.Runtime.InteropServices;
using VlDistill.Metrics;
using VlDistill.Text;

namespace VlDistill.Trainer.Methods.SelfCritical;

/// <summary>CIDEr-D of one sentence against a picture's captions, with the document frequencies of all pictures given (Rennie et al. 2017, section 3).</summary>
/// <remarks>
/// References are weighed once and sentences are compared as numbers: some ten microseconds each. The end mark counts as a word
/// on both sides; without it sentences learn to stop after "a", which costs no n-gram.
/// </remarks>
public sealed class CiderReward
{
    private const int MaxOrder = 4, BitsPerWord = 16;
    private readonly ushort[][] spoken;
    private readonly ushort end;
    private readonly Dictionary<ulong, float> idf = [];
    private readonly float unseen;
    private readonly Sentence[][] references;

    /// <param name="captions">Sentences of each picture.</param>
    /// <param name="vocabulary">Of the words that will be rewarded.</param>
    public CiderReward(IReadOnlyList<IReadOnlyList<string>> captions, Vocabulary vocabulary)
    {
        var numbers = new Dictionary<string, ushort>();
        end = Number("<end>");
        spoken = [.. Enumerable.Range(0, vocabulary.Count).Select(i => i < Vocabulary.SpecialCount ? [] : Numbers(vocabulary[i]))];
        ushort[][][] sentences = [.. captions.Select(picture => (ushort[][])[.. picture.Select(c => (ushort[])[.. Numbers(c), end])])];
        unseen = (float)Math.Log(captions.Count);
        var pictures = new Dictionary<ulong, int>();
        foreach (var picture in sentences)
            foreach (var gram in picture.SelectMany(Grams).ToHashSet()) CollectionsMarshal.GetValueRefOrAddDefault(pictures, gram, out _)++;
        foreach (var (gram, count) in pictures) idf[gram] = unseen - (float)Math.Log(count);
        references = [.. sentences.Select(picture => (Sentence[])[.. picture.Select(Weigh)])];

        ushort[] Numbers(string text) => [.. EvaluationTokenizer.Tokenize(text).Select(Number)];

        // 0 stays free: shorter n-grams leave the upper places empty.
        ushort Number(string word) => numbers.TryGetValue(word, out var known) ? known : numbers[word] = checked((ushort)(numbers.Count + 1));
    }

    /// <summary>The reward, on CIDEr-D's scale of 0 to 10; 0 for a picture without captions.</summary>
    /// <param name="picture">Number among the pictures given.</param>
    /// <param name="words">Tokens; the last is <see cref="Vocabulary.Eos"/> where the sentence came to an end.</param>
    public double Of(int picture, IReadOnlyList<int> words)
    {
        if (references[picture].Length == 0) return 0;
        var said = Weigh([.. words.SelectMany(w => w == Vocabulary.Eos ? [end] : spoken[w])]);
        var weights = said.Weights.ToDictionary();
        return references[picture].Average(reference => Similarity(said, weights, reference));
    }

    private static double Similarity(Sentence said, Dictionary<ulong, float> weights, Sentence reference)
    {
        Span<double> dots = stackalloc double[MaxOrder];
        foreach (var (gram, weight) in reference.Weights)
            if (weights.TryGetValue(gram, out var own)) dots[Order(gram)] += Math.Min(own, weight) * weight;
        var sum = 0.0;
        for (var order = 0; order < MaxOrder; order++)
            if (said.Norms[order] * reference.Norms[order] is > 0 and var norm) sum += dots[order] / norm;
        double delta = said.Bigrams - reference.Bigrams;
        return CiderD.Scale * sum / MaxOrder * Math.Exp(-delta * delta / (2 * CiderD.Sigma * CiderD.Sigma));
    }

    private Sentence Weigh(ushort[] words)
    {
        var counts = new Dictionary<ulong, int>();
        foreach (var gram in Grams(words)) CollectionsMarshal.GetValueRefOrAddDefault(counts, gram, out _)++;
        var norms = new double[MaxOrder];
        var weights = new KeyValuePair<ulong, float>[counts.Count];
        var at = 0;
        foreach (var (gram, count) in counts)
        {
            var weight = count * idf.GetValueOrDefault(gram, unseen);
            norms[Order(gram)] += (double)weight * weight;
            weights[at++] = new(gram, weight);
        }
        return new Sentence(weights, [.. norms.Select(Math.Sqrt)], Math.Max(0, words.Length - 1));
    }

    /// <summary>All n-grams, the words of each side by side in 64 bits.</summary>
    private static IEnumerable<ulong> Grams(ushort[] words)
    {
        for (var start = 0; start < words.Length; start++)
        {
            var gram = 0UL;
            for (var order = 0; order < MaxOrder && start + order < words.Length; order++)
                yield return gram = gram << BitsPerWord | words[start + order];
        }
    }

    private static int Order(ulong gram) => gram >> 3 * BitsPerWord > 0 ? 3 : gram >> 2 * BitsPerWord > 0 ? 2 : gram >> BitsPerWord > 0 ? 1 : 0;

    private sealed record Sentence(KeyValuePair<ulong, float>[] Weights, double[] Norms, int Bigrams);
}
