using VlDistill.Text;

namespace VlDistill.Trainer.Data;

/// <summary>The caption words a tag head learns: the most frequent ones that say what is in a picture.</summary>
public static class TagList
{
    private static readonly HashSet<string> function =
    [
        "a", "an", "the", "and", "or", "of", "in", "on", "at", "to", "with", "by", "for", "from", "into", "onto", "over", "under", "near", "next", "while",
        "is", "are", "be", "being", "was", "has", "have", "as", "that", "this", "there", "it", "its", "his", "her", "their", "he", "she", "they", "him", "them", "who", "which",
        "up", "down", "out", "off", "through", "along", "around", "across", "behind", "front", "top", "side", "other", "another", "each", "some", "one", "two", "three", "four",
        "'s", "not", "very", "all", "something", "someone", "what", "where", "about", "against", "between", "towards", "toward", "above", "below",
    ];

    /// <summary>At most <paramref name="count"/> words by falling number of pictures that use them; ties in alphabetical order.</summary>
    public static string[] Build(IEnumerable<Sample> samples, int count) =>
        [.. samples.SelectMany(Words).CountBy(w => w).OrderByDescending(w => w.Value).ThenBy(w => w.Key, StringComparer.Ordinal).Take(count).Select(w => w.Key)];

    /// <summary>Whether a word says nothing about what is in a picture.</summary>
    public static bool IsFunction(string word) => function.Contains(word);

    /// <summary>The content words of a picture's captions, each once.</summary>
    public static IEnumerable<string> Words(Sample sample) => sample.Captions.SelectMany(CaptionTokenizer.Tokenize).Where(w => !function.Contains(w)).Distinct();
}
