using VlDistill.Text;
using VlDistill.Trainer.Data;

namespace VlDistill.Trainer.Methods.WsdTags;

/// <summary>Image-level labels from captions: the words, synonyms folded, that several of a picture's sentences use.</summary>
/// <remarks>
/// The list's lines: <c>tag: form form</c> folds forms into a tag, <c>! word word</c> names words that are never tags, <c>#</c> begins a
/// comment. A word on no line is its own tag, function words are none.
/// </remarks>
public sealed class CaptionTags
{
    private const string List = "words.txt";
    private readonly Dictionary<string, string> tags = [];
    private readonly HashSet<string> never = [];

    /// <param name="lines">Of the list.</param>
    /// <exception cref="UserException">A line has another form, or a word stands for two tags.</exception>
    public CaptionTags(IEnumerable<string> lines)
    {
        foreach (var line in lines.Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            if (line[0] == '!') never.UnionWith(Words(line[1..]));
            else if (line.Split(':') is [{ Length: > 0 } tag, var forms]) Fold(tag, Words(forms));
            else throw new UserException($"{List}: \"{line}\" is neither \"tag: forms\" nor \"! words\".");
        }
    }

    /// <summary>The list that ships.</summary>
    public static CaptionTags Shipped { get; } = new(ReadShipped());

    /// <summary>The tag a word stands for; null when it is none.</summary>
    public string? Of(string word) => never.Contains(word) || TagList.IsFunction(word) ? null : tags.GetValueOrDefault(word, word);

    /// <summary>Tags that at least <paramref name="agreeing"/> of a picture's captions use.</summary>
    public IReadOnlySet<string> Of(IEnumerable<string> captions, int agreeing) =>
        captions.SelectMany(c => CaptionTokenizer.Tokenize(c).Select(Of).OfType<string>().Distinct()).CountBy(t => t).Where(t => t.Value >= agreeing).Select(t => t.Key).ToHashSet();

    /// <summary>Tags of at least <paramref name="minimum"/> pictures by falling number of them, ties in alphabetical order.</summary>
    public IReadOnlyList<string> Frequent(IEnumerable<IReadOnlyList<string>> pictures, int agreeing, int minimum) =>
        [.. pictures.SelectMany(captions => Of(captions, agreeing)).CountBy(t => t).Where(t => t.Value >= minimum)
            .OrderByDescending(t => t.Value).ThenBy(t => t.Key, StringComparer.Ordinal).Select(t => t.Key)];

    private void Fold(string tag, IEnumerable<string> forms)
    {
        foreach (var form in forms.Prepend(tag))
            if (!tags.TryAdd(form, tag)) throw new UserException($"{List}: \"{form}\" stands for both {tags[form]} and {tag}.");
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> ReadShipped()
    {
        using var stream = typeof(CaptionTags).Assembly.GetManifestResourceStream(typeof(CaptionTags), List) ?? throw new InvalidOperationException($"{List} is not in the program");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n');
    }
}
