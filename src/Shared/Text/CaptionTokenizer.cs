using System.Text.RegularExpressions;

namespace VlDistill.Text;

/// <summary>Words a captioner is trained on: lower case, split on white space, tokens without a letter or digit dropped.</summary>
/// <remarks>Punctuation that sticks to a word in raw text ("road.") is taken off its ends; inner marks ("t-shirt", "'s") stay.</remarks>
public static partial class CaptionTokenizer
{
    public static string[] Tokenize(string sentence) =>
        [.. sentence.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Where(t => t.Any(char.IsLetterOrDigit))
            .Select(t => Edges().Replace(t, ""))];

    [GeneratedRegex(@"^[^\p{L}\p{N}']+|[^\p{L}\p{N}]+$")]
    private static partial Regex Edges();
}
