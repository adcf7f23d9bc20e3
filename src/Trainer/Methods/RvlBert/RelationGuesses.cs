using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Regions;

namespace VlDistill.Trainer.Methods.RvlBert;

/// <summary>From probabilities of classes to ranked guesses and their recall.</summary>
public static class RelationGuesses
{
    /// <summary>Name of the figure that chooses the checkpoint.</summary>
    public const string Metric = "R@50 k=1";

    private const int Kept = 100;

    /// <summary>A picture's labelled relations and its guesses: every predicate of every pair with its probability, background left out.</summary>
    /// <param name="probabilities">(pairs, predicates + 1).</param>
    public static RelationSample Sample(AskedPicture asked, ReadOnlySpan<float> probabilities, IReadOnlyList<string> predicates)
    {
        var (boxes, content) = (asked.Picture.Content.Boxes, asked.Picture.Content);
        var guesses = new List<ScoredRelation>(asked.Pairs.Count * predicates.Count);
        for (var p = 0; p < asked.Pairs.Count; p++)
        {
            var (subject, target) = (boxes[asked.Pairs[p].Subject], boxes[asked.Pairs[p].Object]);
            for (var c = 0; c < predicates.Count; c++)
                guesses.Add(new ScoredRelation(new Triple(subject.Name, predicates[c], target.Name), subject.Box, target.Box, probabilities[p * (predicates.Count + 1) + c]));
        }
        return new RelationSample([.. content.Relations.Select(r => new TruthRelation(content.Names(r), boxes[r.Subject].Box, boxes[r.Object].Box, r.Source))], guesses);
    }

    /// <summary>Recall with one and with all predicates per pair, without figures of which there is nothing to count.</summary>
    /// <param name="seen">Names that training shows together.</param>
    public static Dictionary<string, double> Figures(IEnumerable<RelationSample> samples, IReadOnlySet<Triple> seen)
    {
        RelationSample[] all = [.. samples];
        return ((int[])[RelationScores.OnePerPair, RelationScores.AllPerPair]).SelectMany(k => RelationScores.Of(all, k, RelationMode.Predicate, seen).Named).Where(f => double.IsFinite(f.Value)).ToDictionary();
    }

    /// <summary>The guesses that recall can count, in the picture's pixels: the best of each pair and the best of all.</summary>
    /// <param name="top">Only that many, one of each pair; null = all that count.</param>
    public static IEnumerable<PredictedRelation> Lines(RelationPicture picture, IReadOnlyList<ScoredRelation> guesses, int? top = null)
    {
        var (width, height) = picture.IsSized ? (picture.Width, picture.Height) : (1, 1);
        var surest = RelationRecall.Best(guesses, top ?? Kept, RelationScores.OnePerPair);
        return (top is null ? surest.Union(RelationRecall.Best(guesses, Kept, RelationScores.AllPerPair)).OrderByDescending(g => g.Score) : surest)
            .Select(g => new PredictedRelation(picture.FileName, g.Names.Subject, Pixels(g.Subject), g.Names.Predicate, g.Names.Object, Pixels(g.Object), g.Score,
                picture.IsSized ? [width, height] : null));

        double[] Pixels(Box b) => [b.X1 * (double)width, b.Y1 * (double)height, b.Width * (double)width, b.Height * (double)height];
    }
}
