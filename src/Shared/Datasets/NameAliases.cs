namespace VlDistill.Datasets;

/// <summary>Visual Genome's free text as one name per meaning: a list of names, and lines "name,other,other" of ways to write them.</summary>
/// <remarks>The lists of Xu et al. (2017): 150 objects and 50 predicates.</remarks>
public sealed class NameAliases
{
    private readonly Dictionary<string, string> canonical = [];
    private readonly HashSet<string> names;

    /// <param name="names">What everything comes down to.</param>
    /// <param name="lines">Of the alias file, in order: a line may build on earlier ones.</param>
    public NameAliases(IReadOnlyList<string> names, IEnumerable<string> lines)
    {
        (Names, this.names) = (names, [.. names]);
        foreach (var line in lines)
        {
            var forms = line.Split(',', StringSplitOptions.TrimEntries);
            if (forms[0].Length == 0) continue;
            var target = canonical.GetValueOrDefault(forms[0], forms[0]);
            foreach (var form in forms) canonical[form] = target;
        }
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>The name of a text; null when it comes down to none on the list.</summary>
    public string? Find(string text)
    {
        var plain = Plain(text);
        if (names.Contains(plain)) return plain;
        return canonical.GetValueOrDefault(plain) is { } target && names.Contains(target) ? target : null;
    }

    /// <summary>Whether a folder has the list of a kind.</summary>
    public static bool AreIn(string folder, string kind) => Find(folder, $"{kind}_list.txt") is not null;

    /// <summary>Reads <c>vg_KIND_list.txt</c> and <c>vg_KIND_alias.txt</c>, with or without the prefix.</summary>
    /// <param name="kind"><c>object</c> or <c>predicate</c>.</param>
    /// <exception cref="UserException">One of the files is absent; names the folder.</exception>
    public static NameAliases Load(string folder, string kind)
    {
        return new NameAliases([.. Lines("list")], Lines("alias"));

        IEnumerable<string> Lines(string what)
        {
            var file = $"{kind}_{what}.txt";
            var path = Find(folder, file)
                ?? throw new UserException($"{folder}: has no {file} (of Visual Genome's 150/50 split); put it there");
            return File.ReadLines(path).Select(l => l.Trim()).Where(l => l.Length > 0);
        }
    }

    private static string? Find(string folder, string file) => new[] { $"vg_{file}", file }.Select(f => Path.Combine(folder, f)).FirstOrDefault(File.Exists);

    private static string Plain(string text) =>
        string.Join(' ', new string([.. text.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) || c is '\'' or '-' ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
