namespace VlDistill.Metrics;

/// <summary>Counts of the word n-grams of one sentence.</summary>
internal static class NGrams
{
    /// <summary>Longest n-gram any caption metric looks at.</summary>
    public const int MaxOrder = 4;

    /// <summary>Every n-gram of 1 to <see cref="MaxOrder"/> words with its count; index 0 holds the single words.</summary>
    public static Dictionary<string, int>[] Count(string[] words)
    {
        var counts = new Dictionary<string, int>[MaxOrder];
        for (var order = 1; order <= MaxOrder; order++)
        {
            var ofOrder = counts[order - 1] = new Dictionary<string, int>(words.Length);
            for (var start = 0; start + order <= words.Length; start++)
            {
                var gram = order == 1 ? words[start] : string.Join(' ', words, start, order);
                ofOrder[gram] = ofOrder.GetValueOrDefault(gram) + 1;
            }
        }
        return counts;
    }
}
