using System.Text;

namespace VlDistill.Text;

/// <summary>
/// How the small text encoder reads a phrase: every word by its number, where it has one, and by its spelling, so that a word nobody taught
/// it is still like the words it resembles (Bojanowski et al. 2017).
/// </summary>
/// <remarks>
/// Numbers: 0 nothing, 1 an unknown word, then the words of the list, then the buckets into which groups of 3 to 5 neighbouring letters of
/// "&lt;word&gt;" are hashed. The file: <c>buckets N</c>, then one word a line.
/// </remarks>
public sealed class PhraseTokenizer
{
    public const int Nothing = 0, Unknown = 1;

    /// <summary>Words read of a phrase, and numbers of a word: its own and its letter groups'.</summary>
    public const int MostWords = 16, MostParts = 24;

    private const int Shortest = 3, Longest = 5;
    private const string Head = "buckets ";
    private readonly string[] words;
    private readonly Dictionary<string, int> numbers = [];
    private readonly int buckets;

    /// <param name="words">Those with numbers of their own.</param>
    /// <param name="buckets">Of letter groups.</param>
    public PhraseTokenizer(IReadOnlyList<string> words, int buckets)
    {
        (this.words, this.buckets) = ([.. words], buckets);
        for (var i = 0; i < words.Count; i++) numbers.Add(words[i], Unknown + 1 + i);
    }

    /// <summary>Numbers there are: rows of the encoder's table.</summary>
    public int Count => Unknown + 1 + words.Length + buckets;

    /// <summary>Words with numbers of their own.</summary>
    public IReadOnlyList<string> Known => words;

    /// <summary>Reads the file.</summary>
    /// <exception cref="UserException">Absent or damaged.</exception>
    public static PhraseTokenizer Load(string path)
    {
        if (!File.Exists(path)) throw new UserException($"{path}: no such word list");
        var lines = File.ReadAllLines(path);
        if (lines is not [var head, ..] || !head.StartsWith(Head, StringComparison.Ordinal) || !int.TryParse(head[Head.Length..], out var buckets) || buckets < 1)
            throw new UserException($"{path}: not a word list: the first line must be \"{Head}N\"");
        if (lines.Skip(1).CountBy(l => l).FirstOrDefault(l => l.Value > 1 || string.IsNullOrWhiteSpace(l.Key)) is { Key: { } bad })
            throw new UserException($"{path}: '{bad}' stands there twice or is blank; copy the file again or export the bundle again");
        return new PhraseTokenizer(lines[1..], buckets);
    }

    public void Save(string path) => File.WriteAllText(path, $"{Head}{buckets}\n{string.Join('\n', words)}\n");

    /// <summary>The words of a phrase as the encoder knows them: lower case, no article in front, hyphens are spaces.</summary>
    public static IEnumerable<string> Words(string phrase) =>
        CaptionTokenizer.Tokenize(PromptTemplates.Bare(phrase)).SelectMany(w => w.Split('-', '/')).Where(w => w.Length > 0).Take(MostWords);

    /// <summary>Per word its number, then those of its letter groups.</summary>
    public int[][] Encode(string phrase) => [.. Words(phrase).Select(w => (int[])[numbers.GetValueOrDefault(w, Unknown), .. Groups(w)])];

    /// <summary>The numbers of several phrases as one block [P, W, S], filled up with <see cref="Nothing"/>.</summary>
    public static (long[] Numbers, long[] Shape) Pack(IReadOnlyList<int[][]> phrases)
    {
        var (most, parts) = (Math.Max(1, phrases.Max(p => p.Length)), Math.Max(1, phrases.Max(p => p.Length == 0 ? 0 : p.Max(w => w.Length))));
        var block = new long[phrases.Count * most * parts];
        for (var p = 0; p < phrases.Count; p++)
            for (var w = 0; w < phrases[p].Length; w++)
                for (var s = 0; s < phrases[p][w].Length; s++) block[(p * most + w) * parts + s] = phrases[p][w][s];
        return (block, [phrases.Count, most, parts]);
    }

    private IEnumerable<int> Groups(string word)
    {
        var marked = Encoding.UTF8.GetBytes($"<{word}>");
        return (from length in Enumerable.Range(Shortest, Longest - Shortest + 1)
                from start in Enumerable.Range(0, Math.Max(0, marked.Length - length + 1))
                select Unknown + 1 + words.Length + (int)(Hash(marked.AsSpan(start, length)) % (uint)buckets)).Take(MostParts - 1);
    }

    /// <summary>FNV-1a.</summary>
    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var b in bytes) hash = (hash ^ b) * 16777619u;
        return hash;
    }
}
