using VlDistill.Text;
using VlDistill.Trainer.Data.Questions;

namespace VlDistill.Trainer.Data.Relations;

/// <summary>Finds COCO's classes in captions by their names and synonyms, the generator's words for people and dogs, and a list of its own.</summary>
public sealed class MentionFinder
{
    private const int LongestPhrase = 3;
    private readonly Dictionary<string, (List<string> Classes, bool IsPlural)> phrases = [];
    private readonly HashSet<string> heads = [], small = [];

    private readonly VerbForms verbs;

    public MentionFinder(VerbForms verbs)
    {
        this.verbs = verbs;
        var lines = WordFile.Lines("nouns.txt").ToList();
        var unwanted = lines.Where(l => l[0] == '-').SelectMany(l => WordFile.Phrases(l[1..])).ToHashSet();
        foreach (var name in ClassSynonyms.Shipped.Names)
            foreach (var form in ClassSynonyms.Shipped.Of(name).Where(f => !unwanted.Contains(f)))
            {
                Add(form, name, isPlural: false);
                Add(form + "s", name, isPlural: true);
            }
        Add(CaptionWords.Person, "person", isPlural: false);
        Add(CaptionWords.People, "person", isPlural: true);
        Add(CaptionWords.PeopleText.Split(' ').Except(CaptionWords.Person).Except(CaptionWords.People), "person", isPlural: false);
        Add(CaptionWords.Dog, "dog", isPlural: false);
        Add(CaptionWords.Dogs, "dog", isPlural: true);
        foreach (var line in lines.Where(l => l[0] != '-'))
        {
            if (line[0] == '!') heads.UnionWith(line[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
            else if (line.Split(':') is ["small", var words]) small.UnionWith(WordFile.Phrases(words));
            else if (line.Split(':') is [var name, var forms] && forms.Split('|') is [var one, var many])
            {
                Add(WordFile.Phrases(one), name, isPlural: false);
                Add(WordFile.Phrases(many), name, isPlural: true);
            }
            else throw new InvalidOperationException($"nouns.txt: \"{line}\" has no known form");
        }
    }

    /// <summary>The mentions of a caption in their order, the longest first where they overlap.</summary>
    public IReadOnlyList<Mention> Find(string[] words)
    {
        var found = new List<Mention>();
        for (var i = 0; i < words.Length; i++)
            for (var length = Math.Min(LongestPhrase, words.Length - i); length > 0; length--)
            {
                if (!phrases.TryGetValue(string.Join(' ', words[i..(i + length)]), out var thing)) continue;
                var end = i + length;
                var mention = new Mention(i, end, thing.Classes, thing.IsPlural, small.Contains(words[end - 1]));
                if (end >= words.Length || !Describes(mention, words[end])) found.Add(mention);
                i = end - 1;
                break;
            }
        return found;
    }

    /// <summary>The single words by which captions mention a class, in one or many: man, women, girl for person.</summary>
    public IEnumerable<string> Words(string name) => phrases.Where(p => p.Value.Classes.Contains(name) && !p.Key.Contains(' ')).Select(p => p.Key);

    /// <summary>"bike ramp" is a ramp, "dog's ear" an ear, "football player" a player; but dogs jump.</summary>
    private bool Describes(Mention mention, string next) =>
        next == "'s" || phrases.ContainsKey(next) || heads.Contains(next) && !(mention.IsAnimate && verbs.IsVerb(next));

    private void Add(IEnumerable<string> forms, string name, bool isPlural)
    {
        foreach (var form in forms) Add(form, name, isPlural);
    }

    private void Add(string form, string name, bool isPlural)
    {
        if (!phrases.TryGetValue(form, out var thing)) phrases[form] = ([name], isPlural);
        else if (!thing.Classes.Contains(name)) thing.Classes.Add(name);
    }
}
