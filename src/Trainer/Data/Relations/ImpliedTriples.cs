namespace VlDistill.Trainer.Data.Relations;

/// <summary>Triples in one word: a skateboarder rides a skateboard.</summary>
public sealed class ImpliedTriples
{
    private const int LongestPhrase = 2;
    private readonly Dictionary<string, List<(string Subject, string Predicate, string Object)>> lines = [];

    public ImpliedTriples(PredicateRules rules)
    {
        foreach (var line in WordFile.Lines("implied.txt"))
        {
            var parts = line.Split(':');
            var words = parts[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (var phrase in WordFile.Phrases(parts[0]))
            {
                if (!lines.TryGetValue(phrase, out var triples)) lines[phrase] = triples = [];
                triples.Add((words[0], rules.Of(words[1]).Name, string.Join(' ', words[2..])));
            }
        }
    }

    /// <summary>The triples of a caption; its subject is as many as the word says.</summary>
    public IEnumerable<CaptionTriple> Find(string[] words)
    {
        for (var i = 0; i < words.Length; i++)
            for (var length = Math.Min(LongestPhrase, words.Length - i); length > 0; length--)
            {
                var phrase = string.Join(' ', words[i..(i + length)]);
                if (!lines.TryGetValue(phrase, out var triples)) continue;
                foreach (var (subject, predicate, target) in triples)
                    yield return new CaptionTriple(New(subject, i), predicate, New(target, i), phrase);
                break;
            }

        // "surfers surf", "cyclists": an s after -er or -ist is a plural.
        Mention New(string name, int at) => new(at, at + 1, [name], words[at].EndsWith("ers", StringComparison.Ordinal) || words[at].EndsWith("ists", StringComparison.Ordinal), false);
    }
}
