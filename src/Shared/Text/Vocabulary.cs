namespace VlDistill.Text;

/// <summary>Token numbers of words: seven special tokens, then the words by falling frequency.</summary>
public sealed class Vocabulary
{
    public const int Pad = 0;
    public const int Bos = 1;
    public const int Eos = 2;
    public const int Unknown = 3;
    public const int Mask = 4;
    public const int Separator = 5;
    public const int Class = 6;

    private static readonly string[] specials = ["<pad>", "<bos>", "<eos>", "<unk>", "<mask>", "<sep>", "<cls>"];
    private readonly string[] tokens;
    private readonly Dictionary<string, int> numbers;

    private Vocabulary(string[] tokens)
    {
        this.tokens = tokens;
        numbers = new Dictionary<string, int>(tokens.Length);
        for (var i = 0; i < tokens.Length; i++) numbers.Add(tokens[i], i);
    }

    /// <summary>Tokens, special ones included.</summary>
    public int Count => tokens.Length;

    /// <summary>Special tokens before the first word.</summary>
    public static int SpecialCount => specials.Length;

    public string this[int token] => tokens[token];

    /// <summary>A word's token, <see cref="Unknown"/> when it has none.</summary>
    public int this[string word] => numbers.GetValueOrDefault(word, Unknown);

    /// <summary>Keeps the words used at least <paramref name="minimumUses"/> times; equally frequent words in alphabetical order.</summary>
    public static Vocabulary Build(IEnumerable<string> captions, int minimumUses = 5)
    {
        var uses = new Dictionary<string, int>();
        foreach (var word in captions.SelectMany(CaptionTokenizer.Tokenize)) uses[word] = uses.GetValueOrDefault(word) + 1;
        var words = uses.Where(u => u.Value >= minimumUses).OrderByDescending(u => u.Value).ThenBy(u => u.Key, StringComparer.Ordinal);
        return new Vocabulary([.. specials, .. words.Select(u => u.Key)]);
    }

    /// <summary>Reads a file with one token a line.</summary>
    /// <exception cref="UserException">The file is absent or damaged.</exception>
    public static Vocabulary Load(string path)
    {
        if (!File.Exists(path)) throw new UserException($"{path}: no such vocabulary file");
        var lines = File.ReadAllLines(path);
        if (lines.Length <= specials.Length || !lines.AsSpan(0, specials.Length).SequenceEqual(specials))
            throw new UserException($"{path}: not a vocabulary: the first {specials.Length} lines must be {string.Join(' ', specials)}");
        var seen = new HashSet<string>(lines.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 || lines[i].Any(char.IsWhiteSpace) || lines[i].Contains('\0'))
                throw new UserException($"{path}: line {i + 1} is not one word; copy the file again or export the bundle again");
            if (!seen.Add(lines[i])) throw new UserException($"{path}: line {i + 1} repeats '{lines[i]}'; copy the file again or export the bundle again");
        }
        return new Vocabulary(lines);
    }

    public void Save(string path) => File.WriteAllText(path, string.Join('\n', tokens) + "\n");

    /// <summary>The tokens of a caption, without begin and end marks.</summary>
    public int[] Encode(string caption) => [.. CaptionTokenizer.Tokenize(caption).Select(w => this[w])];

    /// <summary>The words of tokens, special ones left out.</summary>
    public string Decode(IEnumerable<int> sentence) => string.Join(' ', sentence.Where(t => t >= specials.Length).Select(t => tokens[t]));
}
