namespace VlDistill.Trainer.Data.Questions;

/// <summary>"What color is the shirt?" where all captions that say it agree.</summary>
public static class ColorQuestions
{
    public const string Kind = "color";

    private static readonly string[] forms = ["What color is the {0}?", "What is the color of the {0}?"];

    /// <summary>Names that may stand between colour and noun without changing what is coloured.</summary>
    private static readonly HashSet<string> between = CaptionWords.Set("soccer football baseball basketball tennis winter hooded leather cowboy hard baseball plastic rubber toy race inflatable bike long large small big little");

    /// <summary>What questions ask for, the caption words for one of it and for several, and whether a person carries it.</summary>
    private static readonly (string Name, IReadOnlySet<string> One, IReadOnlySet<string> Many, bool Worn)[] things =
    [
        New("shirt", "shirt t-shirt tshirt", "shirts t-shirts", true), New("jacket", "jacket coat", "jackets coats", true), New("hat", "hat cap", "hats caps", true),
        New("dress", "dress", "dresses", true), New("shorts", "shorts", "", true), New("hair", "hair", "", true), New("pants", "pants", "", true), New("helmet", "helmet", "helmets", true),
        New("uniform", "uniform", "uniforms", true), New("jersey", "jersey", "jerseys", true), New("sweater", "sweater", "sweaters", true), New("outfit", "outfit", "outfits", true),
        New("vest", "vest", "vests", true), New("skirt", "skirt", "skirts", true), New("top", "top", "tops", true),
        New("swimsuit", "swimsuit", "swimsuits", true), New("wetsuit", "wetsuit", "wetsuits", true), New("collar", "collar", "collars", false),
        New("dog", CaptionWords.Dog, CaptionWords.Dogs), New("ball", "ball", "balls", false), New("toy", "toy", "toys", false), New("frisbee", "frisbee", "frisbees", false),
        New("car", "car", "cars", false), New("bike", "bike bicycle", "bikes bicycles", false), New("motorcycle", "motorcycle motorbike", "motorcycles", false), New("horse", "horse", "horses", false),
        New("boat", "boat kayak canoe", "boats kayaks", false), New("slide", "slide", "slides", false), New("bird", "bird", "birds", false), New("surfboard", "surfboard", "surfboards", false),
        New("umbrella", "umbrella", "umbrellas", false), New("truck", "truck", "trucks", false), New("backpack", "backpack", "backpacks", true), New("scarf", "scarf", "scarves", true),
    ];

    public static IReadOnlyList<GeneratedQuestion> Find(IReadOnlyList<PictureFacts> pictures, ulong seed)
    {
        var random = new SeededRandom(seed, 3);
        var questions = new List<GeneratedQuestion>();
        foreach (var picture in pictures)
            foreach (var (name, one, many, worn) in things)
                if (Color(picture, one, many, worn) is { } color) questions.Add(new GeneratedQuestion(picture.Picture, Kind, name, Ask(random.Pick(forms), name), color));
        return questions;
    }

    private static string Ask(string form, string name) =>
        string.Format(null, name is "pants" or "shorts" ? form.Replace("color is the {", "color are the {", StringComparison.Ordinal) : form, name);

    /// <summary>The colour that captions agree on, null when none is said, they differ, or there may be several of the thing.</summary>
    private static string? Color(PictureFacts picture, IReadOnlySet<string> one, IReadOnlySet<string> many, bool worn)
    {
        if (picture.Mentions(many) > 0 || (one.Contains("dog") && picture.BoxesOf("dog") > 1)) return null;
        var said = picture.Captions.SelectMany(c => Colors(c, one)).ToList();
        // With two people in the picture one caption's shirt may not be another's.
        var needed = worn && (picture.BoxesOf("person") > 1 || picture.Mentions(CaptionWords.People) > 1) ? 2 : 1;
        if (said.Count < needed || said.Distinct().Count() > 1) return null;
        return said[0].Contains(" and ", StringComparison.Ordinal) && (worn || !one.Contains("dog")) ? null : said[0];
    }

    /// <summary>The colours a caption gives the noun, several joined by "and" in alphabetical order; nouns without any give nothing.</summary>
    public static IEnumerable<string> Colors(string[] caption, IReadOnlySet<string> nouns)
    {
        for (var i = 1; i < caption.Length; i++)
        {
            if (!nouns.Contains(caption[i])) continue;
            var at = between.Contains(caption[i - 1]) ? i - 2 : i - 1;
            var found = new SortedSet<string>(StringComparer.Ordinal);
            while (at >= 0 && CaptionWords.Colors.TryGetValue(caption[at], out var color))
            {
                found.Add(color);
                at -= at > 1 && caption[at - 1] == "and" && CaptionWords.Colors.ContainsKey(caption[at - 2]) ? 2 : 1;
            }
            if (found.Count > 0) yield return string.Join(" and ", found);
        }
    }

    private static (string, IReadOnlySet<string>, IReadOnlySet<string>, bool) New(string name, string one, string many, bool worn) => (name, CaptionWords.Set(one), CaptionWords.Set(many), worn);

    private static (string, IReadOnlySet<string>, IReadOnlySet<string>, bool) New(string name, IReadOnlySet<string> one, IReadOnlySet<string> many) => (name, one, many, false);
}
