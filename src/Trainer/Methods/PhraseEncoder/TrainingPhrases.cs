using VlDistill.Text;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Recipes;

namespace VlDistill.Trainer.Methods.PhraseEncoder;

/// <summary>The phrases a text encoder is trained and tested on: train, dev, test phrases whose words are all known, and test phrases with a word that no training phrase has.</summary>
/// <remarks>Which words and phrases are held out depends on their letters alone, so that every seed and setting is tested on the same ones. Words of COCO's class names are never held out.</remarks>
public sealed record TrainingPhrases(IReadOnlyList<string> Train, IReadOnlyList<string> Dev, IReadOnlyList<string> NewPhrases, IReadOnlyList<string> NewWords)
{
    /// <summary>One in so many words is held out with every phrase it is in; one in so many phrases for dev and as many for test.</summary>
    private const int WordsPerHeld = 100, PhrasesPerHeld = 25;

    /// <summary>The splits one after the other.</summary>
    public IReadOnlyList<string> All { get; } = [.. Train, .. Dev, .. NewPhrases, .. NewWords];

    /// <summary>Collects and splits; the same for every seed.</summary>
    public static TrainingPhrases Collect(LexicalLists lists, DataSet captions, TextEncoderSettings settings)
    {
        string[] phrases = [.. lists.Things.Concat(lists.Attributes).Concat(lists.Definitions).Concat(lists.CommonWords.Take(settings.CommonWords))
            .Concat(Combinations(lists, settings.Combinations)).Concat(Pieces(captions, settings.Captions))
            .Select(p => string.Join(' ', PhraseTokenizer.Words(p))).Where(p => p.Length > 0).Distinct()];
        var kept = ClassSynonyms.Shipped.Names.SelectMany(ClassSynonyms.Shipped.Of).SelectMany(PhraseTokenizer.Words).ToHashSet();
        var (train, dev, newPhrases, newWords) = (new List<string>(), new List<string>(), new List<string>(), new List<string>());
        foreach (var phrase in phrases)
        {
            var draw = Draw(phrase, PhrasesPerHeld);
            if (phrase.Split(' ').Any(w => !kept.Contains(w) && Draw(w, WordsPerHeld) == 0)) newWords.Add(phrase);
            else if (kept.Contains(phrase) || draw > 1) train.Add(phrase);
            else (draw == 0 ? dev : newPhrases).Add(phrase);
        }
        // A phrase that was held out for itself may have the only use of a word.
        var known = train.SelectMany(p => p.Split(' ')).ToHashSet();
        newWords.AddRange(newPhrases.Where(p => !p.Split(' ').All(known.Contains)));
        newPhrases.RemoveAll(p => !p.Split(' ').All(known.Contains));
        return new TrainingPhrases(train, dev, newPhrases, newWords);
    }

    /// <summary>The words of training phrases, the most frequent first, each used twice at least.</summary>
    public IReadOnlyList<string> FrequentWords(int most) =>
        [.. Train.SelectMany(p => p.Split(' ')).CountBy(w => w).Where(w => w.Value > 1).OrderByDescending(w => w.Value).ThenBy(w => w.Key, StringComparer.Ordinal).Take(most).Select(w => w.Key)];

    /// <summary>Three in four are an attribute and a thing, the others two things in a relation.</summary>
    private static IEnumerable<string> Combinations(LexicalLists lists, int count) => Enumerable.Range(0, count).Select(i =>
    {
        var random = new SeededRandom(1, (ulong)i);
        return i % 4 < 3 ? $"{random.Pick(lists.Attributes)} {random.Pick(lists.Things)}"
            : $"{random.Pick(lists.Things)} {random.Pick(lists.Relations)} {random.Pick(lists.Things)}";
    });

    /// <summary>Half are what lies between two function words, as noun phrases do; the others any 2 to 8 neighbouring words.</summary>
    private static IEnumerable<string> Pieces(DataSet data, int count)
    {
        string[] sentences = [.. data.Train.SelectMany(s => s.Captions)];
        if (sentences.Length == 0) yield break;
        for (var i = 0; i < count; i++)
        {
            var random = new SeededRandom(2, (ulong)i);
            var words = CaptionTokenizer.Tokenize(random.Pick(sentences));
            if (words.Length < 2) continue;
            var start = random.Below(words.Length - 1);
            if (i % 2 == 0)
            {
                var piece = words.Skip(start).SkipWhile(TagList.IsFunction).TakeWhile(w => !TagList.IsFunction(w));
                yield return string.Join(' ', piece);
            }
            else yield return string.Join(' ', words.Skip(start).Take(2 + random.Below(7)));
        }
    }

    private static int Draw(string text, int bound) => new SeededRandom([.. text.Select(c => (ulong)c)]).Below(bound);
}
