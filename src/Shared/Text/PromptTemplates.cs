namespace VlDistill.Text;

/// <summary>The sentences a name is put into before it is embedded; their mean says less about any one wording (Radford et al. 2021, section 3.1.4; Gu et al. 2022, appendix D).</summary>
public static class PromptTemplates
{
    private const string Name = "{}", Article = "{a} ";

    /// <summary>{} is the name, {a} its article where it takes one.</summary>
    public static readonly IReadOnlyList<string> All = [Name, "a photo of {a} {}", "there is {a} {} in the scene", "a close-up of {a} {}"];

    /// <summary>The wordings of a name, its own article left out first: "an apple" and "apple" give the same.</summary>
    public static IReadOnlyList<string> Of(string phrase)
    {
        var bare = Bare(phrase);
        return [.. All.Select(t => t.Replace(Article, ArticleOf(bare), StringComparison.Ordinal).Replace(Name, bare, StringComparison.Ordinal))];
    }

    /// <summary>A phrase in lower case, its white space folded and without an article at its front; LVIS's and COCO's underscores are spaces.</summary>
    public static string Bare(string phrase)
    {
        var words = phrase.ToLowerInvariant().Replace('_', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words is ["a" or "an" or "the", _, ..] ? words[1..] : words);
    }

    /// <summary>"a ", "an ", or nothing before what looks like a plural.</summary>
    private static string ArticleOf(string bare)
    {
        var plural = bare.EndsWith('s') && !bare.EndsWith("ss", StringComparison.Ordinal) && !bare.EndsWith("us", StringComparison.Ordinal) && !bare.EndsWith("is", StringComparison.Ordinal);
        return plural ? "" : bare is ['a' or 'e' or 'i' or 'o', ..] || bare.StartsWith("umbrella", StringComparison.Ordinal) ? "an " : "a ";
    }
}
