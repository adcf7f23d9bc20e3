using VlDistill.Trainer.Data;

namespace VlDistill.Trainer.Methods.RvlBert;

/// <summary>Which pairs of a picture are learned in a step: its labelled ones, and several times as many that stand in no labelled relation.</summary>
/// <param name="most">Most pairs in all.</param>
/// <param name="background">Unlabelled pairs for each labelled one.</param>
/// <param name="backgroundClass">Their class.</param>
public sealed class PairDraw(int most, double background, int backgroundClass)
{
    /// <summary>The pairs, labelled ones first; a function of the stream alone.</summary>
    public LabelledPair[] Of(PairPicture picture, SeededRandom random)
    {
        var labelled = Some(picture.Labels, (int)Math.Max(1, most / (1 + background)), random);
        var taken = picture.Labels.Select(l => (l.Subject, l.Object)).ToHashSet();
        LabelledPair[] free = [.. picture.Pairs(backgroundClass).Where(p => !taken.Contains((p.Subject, p.Object)))];
        var wanted = Math.Min(most - labelled.Length, (int)Math.Round(background * labelled.Length));
        return [.. labelled, .. Some(free, wanted, random)];
    }

    private static LabelledPair[] Some(IReadOnlyList<LabelledPair> pairs, int count, SeededRandom random) =>
        pairs.Count <= count ? [.. pairs] : [.. pairs.Select(p => (Pair: p, Key: random.Next())).OrderBy(p => p.Key).Take(count).Select(p => p.Pair)];
}
