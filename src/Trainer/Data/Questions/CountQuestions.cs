namespace VlDistill.Trainer.Data.Questions;

/// <summary>"How many people are there?" up to three, where boxes and captions agree.</summary>
public static class CountQuestions
{
    public const string Kind = "count";

    private const int Most = 3, Agreeing = 2;

    /// <summary>Share of the countable captions that must give the number.</summary>
    private const double Agreement = 0.6;

    private static readonly string[] forms = ["How many {0} are there?", "How many {0} are in the picture?", "How many {0} can you see?"];

    private static readonly (string Name, string Class, IReadOnlySet<string> One, IReadOnlySet<string> Many)[] counted =
        [("people", "person", CaptionWords.Person, CaptionWords.People), ("dogs", "dog", CaptionWords.Dog, CaptionWords.Dogs)];

    public static IReadOnlyList<GeneratedQuestion> Find(IReadOnlyList<PictureFacts> pictures, ulong seed)
    {
        var random = new SeededRandom(seed, 2);
        return [.. pictures.SelectMany(p => counted.Where(c => IsAgreed(p, c.Class, c.One, c.Many)).Select(c =>
            new GeneratedQuestion(p.Picture, Kind, c.Name, string.Format(null, random.Pick(forms), c.Name), $"{p.BoxesOf(c.Class)}")))];
    }

    /// <summary>How many a caption speaks of, null when it leaves that open.</summary>
    /// <param name="one">Words for one of them.</param>
    /// <param name="many">Words for more.</param>
    public static int? Counted(string[] caption, IReadOnlySet<string> one, IReadOnlySet<string> many)
    {
        if (caption.Any(CaptionWords.Crowd.Contains)) return null;
        var total = 0;
        for (var i = 0; i < caption.Length; i++)
        {
            var single = one.Contains(caption[i]);
            if (!single && !many.Contains(caption[i])) continue;
            var determiner = Determiner(caption, i, w => one.Contains(w) || many.Contains(w));
            if (determiner is "the" or "his" or "her" or "their" or "its" && total > 0) continue;
            if (single) total++;
            else if (determiner is not null && CaptionWords.Numbers.TryGetValue(determiner, out var number) && number > 1) total += number;
            else return null;
        }
        return total > 0 ? total : null;
    }

    private static bool IsAgreed(PictureFacts picture, string detected, IReadOnlySet<string> one, IReadOnlySet<string> many)
    {
        var boxes = picture.BoxesOf(detected);
        if (boxes is < 1 or > Most || picture.Captions.Any(c => c.Any(CaptionWords.Crowd.Contains))) return false;
        var said = picture.Captions.Select(c => Counted(c, one, many)).OfType<int>().ToArray();
        var agree = said.Count(n => n == boxes);
        return agree >= Agreeing && agree >= Agreement * said.Length;
    }

    /// <summary>The nearest word before a noun that says how many or which, not beyond another noun of the kind.</summary>
    private static string? Determiner(string[] caption, int noun, Func<string, bool> isNoun)
    {
        for (var i = noun - 1; i >= Math.Max(0, noun - 5) && !isNoun(caption[i]); i--)
            if (caption[i] is "the" or "his" or "her" or "their" or "its" || (CaptionWords.Numbers.ContainsKey(caption[i]) && !IsOfPair(caption, i))) return caption[i];
        return null;
    }

    /// <summary>"a couple of dogs": the number is in "couple".</summary>
    private static bool IsOfPair(string[] caption, int article) => article + 1 < caption.Length && caption[article + 1] is "couple" or "pair" or "trio";
}
