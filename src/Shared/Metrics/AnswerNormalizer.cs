using System.Text;
using System.Text.RegularExpressions;

namespace VlDistill.Metrics;

/// <summary>Makes answers comparable as VQA's official evaluation does: punctuation, number words, articles, contractions.</summary>
public static partial class AnswerNormalizer
{
    private const string Punctuation = ";/[]\"{}()=+\\_-><@`,?!";

    private static readonly string[] numbers = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    /// <summary>Right spellings; the evaluation knows each of them with one apostrophe left out.</summary>
    private const string Contracted = """
        ain't aren't can't could've couldn't couldn't've didn't doesn't don't hadn't hadn't've hasn't haven't he'd he'd've he's how'd how'll how's
        i'd've isn't it'd it'd've it'll ma'am mightn't mightn't've might've mustn't must've needn't not've o'clock oughtn't 'ow's'at shan't she'd've
        should've shouldn't shouldn't've somebody'd've somebody'll somebody's someone'd someone'd've someone'll someone's something'd something'd've
        something'll that's there'd there'd've there're there's they'd they'd've they'll they're they've 'twas wasn't we'd've we've weren't what'll
        what're what's what've when's where'd where's where've who'd who'd've who'll who's who've why'll why're why's won't would've wouldn't
        wouldn't've y'all y'all'll y'all'd've you'd you'd've you'll you're you've
        """;

    private static readonly Dictionary<string, string> contractions = Contractions();

    /// <summary>The answer in the form that is compared.</summary>
    public static string Normalize(string answer)
    {
        var text = answer.Replace('\n', ' ').Replace('\t', ' ').Trim().ToLowerInvariant();
        var words = StripPunctuation(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Number).Where(w => w is not ("a" or "an" or "the"));
        return string.Join(' ', words.Select(w => contractions.GetValueOrDefault(w, w)));
    }

    /// <summary>A mark beside a space, or anywhere in a text with a number like 1,000, vanishes; one between letters becomes a space.</summary>
    private static string StripPunctuation(string text)
    {
        var grouped = GroupedNumber().IsMatch(text);
        var result = new StringBuilder(text);
        foreach (var mark in Punctuation.Where(m => text.Contains(m, StringComparison.Ordinal)))
        {
            var besideSpace = text.Contains($"{mark} ", StringComparison.Ordinal) || text.Contains($" {mark}", StringComparison.Ordinal);
            result.Replace(mark.ToString(), besideSpace || grouped ? "" : " ");
        }
        return Period().Replace(result.ToString(), "");
    }

    private static string Number(string word) => word == "none" ? "0" : Array.IndexOf(numbers, word) is >= 0 and var n ? $"{n}" : word;

    private static Dictionary<string, string> Contractions()
    {
        var known = new Dictionary<string, string>();
        foreach (var right in Contracted.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            for (var i = right.IndexOf('\''); i >= 0; i = right.IndexOf('\'', i + 1)) known[right.Remove(i, 1)] = right;
        return known;
    }

    [GeneratedRegex(@"\d,\d")]
    private static partial Regex GroupedNumber();

    [GeneratedRegex(@"\.(?!\d)")]
    private static partial Regex Period();
}
