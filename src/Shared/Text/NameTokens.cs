namespace VlDistill.Text;

/// <summary>An object's name as a network reads it, the same in training and use: word ids, padded to a fixed number.</summary>
public static class NameTokens
{
    /// <summary>Ids of the words the vocabulary knows, or one <see cref="Vocabulary.Unknown"/> where it knows none; <see cref="Vocabulary.Pad"/> behind them.</summary>
    /// <param name="most">Length of the result; further words are not read.</param>
    public static long[] Of(string name, Vocabulary vocabulary, int most)
    {
        var known = vocabulary.Encode(name).Where(w => w != Vocabulary.Unknown).Take(most).ToArray();
        var tokens = new long[most];
        if (known.Length == 0) tokens[0] = Vocabulary.Unknown;
        for (var i = 0; i < known.Length; i++) tokens[i] = known[i];
        return tokens;
    }
}
