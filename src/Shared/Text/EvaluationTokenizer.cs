using System.Text.RegularExpressions;

namespace VlDistill.Text;

/// <summary>Words as the caption scorers want them: lower case, English clitics split off, punctuation gone.</summary>
/// <remarks>Gives the same words for raw text and for text a Penn-Treebank tokenizer has been over ("man's" and "man 's").</remarks>
public static partial class EvaluationTokenizer
{
    public static string[] Tokenize(string sentence)
    {
        var split = Clitic().Replace(sentence.ToLowerInvariant().Replace('’', '\''), " $1");
        return [.. Word().Matches(split).Select(m => m.Value)];
    }

    [GeneratedRegex(@"(?<=\w)(n't|'(?:s|re|ve|ll|d|m))(?!\w)")]
    private static partial Regex Clitic();

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*")]
    private static partial Regex Word();
}
