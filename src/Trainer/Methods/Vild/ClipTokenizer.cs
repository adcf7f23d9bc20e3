using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using VlDistill.Datasets;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>CLIP's byte-pair encoding (Radford et al. 2021, after Sennrich et al. 2016): lower case, words ended by <c>&lt;/w&gt;</c>, between a start and an end token.</summary>
public sealed partial class ClipTokenizer
{
    private const string Start = "<|startoftext|>", End = "<|endoftext|>", WordEnd = "</w>";
    private static readonly char[] symbols = Symbols();
    private readonly Dictionary<string, int> ids;
    private readonly Dictionary<(string Left, string Right), int> ranks = [];
    private readonly int context;

    /// <param name="vocabulary">vocab.json: piece → id.</param>
    /// <param name="merges">merges.txt: a pair a line, the most frequent first.</param>
    /// <param name="context">Ids of a text, start and end among them; longer texts are cut.</param>
    /// <exception cref="UserException">A file is absent or of another form.</exception>
    public ClipTokenizer(string vocabulary, string merges, int context)
    {
        this.context = context;
        ids = JsonFile.Read<Dictionary<string, int>>(vocabulary, JsonSerializerOptions.Default);
        foreach (var token in (string[])[Start, End])
            if (!ids.ContainsKey(token)) throw new UserException($"{vocabulary}: has no \"{token}\"; give CLIP's vocab.json.");
        foreach (var line in File.ReadLines(merges).Where(l => !l.StartsWith("#version", StringComparison.Ordinal)))
            if (line.Split(' ') is [var left, var right]) ranks.TryAdd((left, right), ranks.Count);
        if (ranks.Count == 0) throw new UserException($"{merges}: has no merges; give CLIP's merges.txt.");
    }

    /// <summary>Id of the end token, which also fills a text up.</summary>
    public int EndId => ids[End];

    /// <summary>The ids of a text: start, pieces, end.</summary>
    public int[] Encode(string text)
    {
        var pieces = Words().Matches(text.Normalize(NormalizationForm.FormC).ToLowerInvariant()).SelectMany(m => Pieces(m.Value)).Select(p => ids.TryGetValue(p, out var id) ? id : EndId);
        return [ids[Start], .. pieces.Take(context - 2), EndId];
    }

    /// <summary>Merges the bytes of a word, the best-ranked pair first, as long as one is known.</summary>
    private List<string> Pieces(string word)
    {
        List<string> parts = [.. Encoding.UTF8.GetBytes(word).Select(b => symbols[b].ToString())];
        parts[^1] += WordEnd;
        while (parts.Count > 1)
        {
            var best = Enumerable.Range(0, parts.Count - 1).MinBy(i => ranks.GetValueOrDefault((parts[i], parts[i + 1]), int.MaxValue));
            var pair = (Left: parts[best], Right: parts[best + 1]);
            if (!ranks.ContainsKey(pair)) break;
            for (var i = 0; i < parts.Count - 1; i++)
            {
                if ((parts[i], parts[i + 1]) != pair) continue;
                parts[i] += parts[i + 1];
                parts.RemoveAt(i + 1);
            }
        }
        return parts;
    }

    /// <summary>A printable character for every byte, as in GPT-2: itself where it is one, else the next free one from U+0100.</summary>
    private static char[] Symbols()
    {
        var (table, free) = (new char[256], 0x100);
        for (var b = 0; b < table.Length; b++) table[b] = b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)b : (char)free++;
        return table;
    }

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+")]
    private static partial Regex Words();
}
