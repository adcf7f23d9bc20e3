namespace VlDistill.Text;

/// <summary>Other names of COCO's 80 classes, whose embeddings are averaged with the name's own (Gu et al. 2022: synonym ensembles).</summary>
/// <remarks>The list's lines: <c>name: other, other</c>; <c>#</c> begins a comment. A name on no line has no synonyms.</remarks>
public sealed class ClassSynonyms
{
    private const string List = "synonyms.txt";
    private readonly Dictionary<string, string[]> names = [];

    /// <param name="lines">Of the list.</param>
    /// <exception cref="UserException">A line has another form or a name stands on two.</exception>
    public ClassSynonyms(IEnumerable<string> lines)
    {
        foreach (var line in lines.Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            if (line.Split(':') is not [{ Length: > 0 } name, var others]) throw new UserException($"{List}: \"{line}\" is not \"name: other, other\".");
            if (!names.TryAdd(name, [name, .. others.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)])) throw new UserException($"{List}: \"{name}\" stands on two lines.");
        }
    }

    /// <summary>The list that ships.</summary>
    public static ClassSynonyms Shipped { get; } = new(ReadShipped());

    /// <summary>The names on lines of the list.</summary>
    public IReadOnlyCollection<string> Names => names.Keys;

    /// <summary>A class's names, its own first; of any other phrase itself alone.</summary>
    public IReadOnlyList<string> Of(string phrase)
    {
        var bare = PromptTemplates.Bare(phrase);
        return names.GetValueOrDefault(bare) ?? [bare];
    }

    private static IEnumerable<string> ReadShipped()
    {
        using var stream = typeof(ClassSynonyms).Assembly.GetManifestResourceStream(typeof(ClassSynonyms), List) ?? throw new InvalidOperationException($"{List} is not in the program");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n');
    }
}
