namespace VlDistill.Trainer.Data.Relations;

/// <summary>Brings verbs to the form predicates are written with: rides, rode → riding.</summary>
public sealed class VerbForms
{
    private readonly Dictionary<string, string> forms = [];
    private readonly Dictionary<string, string> participles = [];

    public VerbForms()
    {
        foreach (var line in WordFile.Lines("verbs.txt"))
        {
            if (line.Split(':') is not [var verb, var rest]) throw new InvalidOperationException($"verbs.txt: \"{line}\" has no known form");
            var parts = rest.Split('|');
            forms[verb] = verb;
            foreach (var form in WordFile.Phrases(parts[0])) forms[form] = verb;
            foreach (var form in parts.Skip(1).SelectMany(WordFile.Phrases)) (participles[form], forms[form]) = (verb, verb);
        }
    }

    /// <summary>A word's -ing form; the word itself when it is on no line.</summary>
    public string Of(string word) => forms.GetValueOrDefault(word, word);

    /// <summary>The verb that a participle before "by" turns around; null when it is none.</summary>
    public string? Passive(string word) => participles.GetValueOrDefault(word);

    /// <summary>Whether a word says that something is done.</summary>
    public bool IsVerb(string word) => forms.ContainsKey(word) || word.Length > 5 && word.EndsWith("ing", StringComparison.Ordinal) && word is not ("something" or "evening" or "morning" or "building" or "clothing");
}
