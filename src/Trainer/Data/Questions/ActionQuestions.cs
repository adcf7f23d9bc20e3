namespace VlDistill.Trainer.Data.Questions;

/// <summary>"What is the man doing?" from the verbs of captions, where most agree.</summary>
public static class ActionQuestions
{
    public const string Kind = "action";

    private const string Dog = "dog";

    private const int Agreeing = 2;

    /// <summary>Words between a subject and its verb that are looked through.</summary>
    private const int Reach = 8;

    private static readonly (string Name, IReadOnlySet<string> One, IReadOnlySet<string> Many)[] subjects =
    [
        New("man", "man guy gentleman", "men guys people"), New("woman", "woman lady", "women ladies people"), New("boy", "boy", "boys children kids people"),
        New("girl", "girl", "girls children kids people"), New("child", "child kid toddler baby", "children kids toddlers babies people"),
        New("person", "person", "people persons"), (Dog, CaptionWords.Dog, CaptionWords.Dogs),
    ];

    /// <summary>After these a verb's form is a noun or part of one: "on the swings", "in a swimming pool".</summary>
    private static readonly HashSet<string> notVerbAfter = CaptionWords.Set("a an the of for his her their its in at with big colorful");

    private static readonly HashSet<string> notVerbBefore = CaptionWords.Set("pool suit trunks wall gear board track equipment rink bike car harness outfit field clothes shoes dog shirt board boots");

    public static IReadOnlyList<GeneratedQuestion> Find(IReadOnlyList<PictureFacts> pictures) =>
        [.. from picture in pictures
            from subject in Subjects(picture)
            let action = Action(picture, subject.Words)
            where action is not null
            select new GeneratedQuestion(picture.Picture, Kind, subject.Name, $"What is the {subject.Name} doing?", action)];

    /// <summary>Whom one can ask about; somebody alone is one subject, whatever each caption calls them.</summary>
    private static IEnumerable<(string Name, IReadOnlySet<string> Words)> Subjects(PictureFacts picture)
    {
        var single = subjects.Where(s => picture.Mentions(s.One) > 0 && picture.Mentions(s.Many) == 0 && (s.Name != Dog || picture.BoxesOf(Dog) <= 1)).ToList();
        var people = single.Where(s => s.Name != Dog).ToList();
        if (people.Count > 1 && IsOnePerson(picture))
            return [(people.MaxBy(s => picture.Mentions(s.One)).Name, CaptionWords.Person), .. single.Except(people).Select(s => (s.Name, s.One))];
        return single.Select(s => (s.Name, s.One));
    }

    private static bool IsOnePerson(PictureFacts picture) =>
        picture.BoxesOf("person") <= 1 && picture.Mentions(CaptionWords.People) == 0 && picture.Mentions(CaptionWords.Crowd) == 0
            && picture.Captions.All(c => CountQuestions.Counted(c, CaptionWords.Person, CaptionWords.People) is null or 1);

    /// <summary>What captions say the subject does: at least two, and more than say anything else; null otherwise.</summary>
    public static string? Action(PictureFacts picture, IReadOnlySet<string> subject)
    {
        var said = picture.Captions.Select(c => Verb(c, subject)).OfType<string>().CountBy(v => v).OrderByDescending(v => v.Value).ToArray();
        return said.Length > 0 && said[0].Value >= Agreeing && said[0].Value > said.Skip(1).Sum(v => v.Value) ? said[0].Key : null;
    }

    private static string? Verb(string[] caption, IReadOnlySet<string> subject)
    {
        var at = Array.FindIndex(caption, subject.Contains);
        for (var i = at + 1; at >= 0 && i < Math.Min(caption.Length, at + 1 + Reach) && !IsSubject(caption[i]); i++)
            if (CaptionWords.Actions.TryGetValue(caption[i], out var action) && !notVerbAfter.Contains(caption[i - 1]) && (i + 1 == caption.Length || !notVerbBefore.Contains(caption[i + 1])))
                return action;
        return null;
    }

    private static bool IsSubject(string word) =>
        CaptionWords.Person.Contains(word) || CaptionWords.People.Contains(word) || CaptionWords.Dog.Contains(word) || CaptionWords.Dogs.Contains(word) || word is "while" or "as" or "who";

    private static (string, IReadOnlySet<string>, IReadOnlySet<string>) New(string name, string one, string many) => (name, CaptionWords.Set(one), CaptionWords.Set(many));
}
