namespace VlDistill.Trainer.Data.Questions;

/// <summary>"Is there a dog?": as many yes as no for every thing.</summary>
public static class PresenceQuestions
{
    public const string Kind = "presence";

    /// <summary>Captions that must name a thing no detector knows, or that the detector missed.</summary>
    private const int CertainMentions = 2;

    private static readonly string[] forms = ["Is there {0}?", "Is there {0} in the picture?", "Can you see {0}?", "Do you see {0}?"];

    /// <param name="pictures">Of one split, numbered from 0.</param>
    /// <param name="perPicture">Questions per picture on average, when the things suffice.</param>
    /// <param name="minimum">Pictures with and without a thing below which nothing is asked about it.</param>
    public static IReadOnlyList<GeneratedQuestion> Find(IReadOnlyList<PictureFacts> pictures, double perPicture, int minimum, ulong seed)
    {
        var things = Thing.All.Select(thing => (Thing: thing,
                With: pictures.Where(p => IsThere(p, thing)).Select(p => p.Picture).ToList(), Without: pictures.Where(p => IsAbsent(p, thing)).Select(p => p.Picture).ToList()))
            .Select(t => (t.Thing, t.With, t.Without, Most: Math.Min(t.With.Count, t.Without.Count))).Where(t => t.Most >= minimum).OrderBy(t => t.Most).ToList();
        var cap = LargestCap([.. things.Select(t => t.Most)], (int)(perPicture * pictures.Count / 2));

        var random = new SeededRandom(seed, 1);
        var asked = new int[pictures.Count];
        var questions = new List<GeneratedQuestion>();
        foreach (var (thing, with, without, most) in things)
        {
            Take(thing, with, Math.Min(most, cap), "yes");
            Take(thing, without, Math.Min(most, cap), "no");
        }
        return questions;

        // Pictures that were asked little come first, so that all get about as many.
        void Take(Thing thing, List<int> from, int count, string answer)
        {
            foreach (var picture in from.Select(p => (p, Order: random.Next())).OrderBy(p => asked[p.p]).ThenBy(p => p.Order).Take(count).Select(p => p.p).ToList())
            {
                asked[picture]++;
                questions.Add(new GeneratedQuestion(picture, Kind, thing.Name, Ask(random.Pick(forms), thing.Name), answer));
            }
        }
    }

    /// <summary>A detector's box that a caption confirms, or enough captions.</summary>
    public static bool IsThere(PictureFacts picture, Thing thing) =>
        picture.Mentions(thing.Words) is var mentions && (mentions >= CertainMentions || (mentions > 0 && picture.BoxesOf(thing.Class) > 0));

    /// <summary>Neither box nor caption, nor a word that leaves it open.</summary>
    public static bool IsAbsent(PictureFacts picture, Thing thing) =>
        picture.BoxesOf(thing.Class) == 0 && picture.Mentions(thing.Words) == 0 && picture.Mentions(thing.Hints) == 0;

    private static string Ask(string form, string name) => string.Format(null, name.EndsWith("glasses", StringComparison.Ordinal) ? form.Replace("Is", "Are", StringComparison.Ordinal) : form, name);

    private static int LargestCap(IReadOnlyCollection<int> counts, int budget)
    {
        var cap = counts.DefaultIfEmpty(0).Max();
        while (cap > 0 && counts.Sum(c => Math.Min(c, cap)) > budget) cap--;
        return cap;
    }
}
