using VlDistill.Datasets;

namespace VlDistill.Trainer.Data.Relations;

/// <summary>What a predicate asks of its two things.</summary>
/// <param name="Touch">Whether their boxes must meet.</param>
/// <param name="Subjects">Classes; null = any.</param>
public sealed record PredicateRule(string Name, bool Touch, IReadOnlySet<string>? Subjects, IReadOnlySet<string>? Objects)
{
    public bool Allows(string subject, string target) => Subjects?.Contains(subject) != false && Objects?.Contains(target) != false;
}

/// <summary>From words to predicates: the miner's own list first, then Visual Genome's aliases.</summary>
public sealed class PredicateRules
{
    /// <summary>Words of the longest form.</summary>
    public const int LongestForm = 5;

    private readonly Dictionary<string, string> forms = [];
    private readonly Dictionary<string, PredicateRule> rules = [];
    private readonly NameAliases aliases;

    /// <exception cref="UserException">The aliases are not Visual Genome's: one of the predicates the miner's list takes from them is not there.</exception>
    public PredicateRules(NameAliases aliases, VerbForms verbs)
    {
        this.aliases = aliases;
        foreach (var line in WordFile.Lines("predicates.txt"))
        {
            if (line.Split('|', StringSplitOptions.TrimEntries) is not [var title, var contact, var subjects, var targets, var written] || contact is not ("touch" or "free")) throw new InvalidOperationException($"predicates.txt: \"{line}\" has no known form");
            var name = title.TrimEnd('+', ' ');
            if (title == name && aliases.Find(name) is null) throw new UserException($"the list of predicates has no '{name}'; give Visual Genome's vg_predicate_list.txt with 50 of them");
            rules[name] = new PredicateRule(name, contact == "touch", Classes(subjects), Classes(targets));
            foreach (var form in WordFile.Phrases(written)) forms.TryAdd(string.Join(' ', form.Split(' ').Select(verbs.Of)), name);
        }
    }

    /// <summary>The predicate that words, verbs in their -ing form, stand for; null when they stand for none.</summary>
    public PredicateRule? Find(string words) =>
        (forms.GetValueOrDefault(words) ?? aliases.Find(words)) is { } name ? rules.GetValueOrDefault(name) : null;

    /// <summary>The rule of a predicate's name.</summary>
    public PredicateRule Of(string name) => rules[name];

    private static HashSet<string>? Classes(string text) => text == "*" ? null : [.. WordFile.Phrases(text)];
}
