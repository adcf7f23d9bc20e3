using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Trainer.Data.Relations;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Methods.RvlBert;
using VlDistill.Trainer.Stages;

namespace VlDistill.Trainer.Evaluation;

/// <summary>Scores what a relation stage said about the given boxes of the test pictures at the end of its training.</summary>
public static class RelationTest
{
    private const string ZeroShot = "zero-shot ";

    /// <summary>Recall with one and with all predicates per pair, in all, per predicate's mean, and of triples that training never shows; with each labelled relation's hit at 50.</summary>
    /// <exception cref="UserException">The stage left no predictions, or they are of other pictures.</exception>
    public static (Dictionary<string, double> Figures, Dictionary<string, double[]> Samples) Run(RunContext context, FinishedStage stage)
    {
        var data = context.Data.Open(stage.Setting("data"));
        var splits = RelationSplits.Open(context, data, stage.Setting("relations"));
        var truth = new RelationSet(splits.Description, splits.Predicates, splits.Test);
        var seen = splits.Seen;
        var file = stage.Folder.In(RelationTask.TestFile);
        var samples = RelationMatch.Samples(PredictedRelation.Load(file), file, truth, $"the test split of {data.Name}");
        var hits = new Dictionary<string, double[]>();
        foreach (var perPair in new[] { RelationScores.OnePerPair, RelationScores.AllPerPair })
        {
            var found = samples.SelectMany(s => s.Truth.Zip(RelationRecall.Found(s, 50, perPair, RelationMode.Predicate))).ToArray();
            hits[$"R@50 k={perPair}"] = [.. found.Select(f => f.Second ? 1.0 : 0)];
            foreach (var source in found.Where(f => f.First.Source is not null).GroupBy(f => f.First.Source)) hits[$"{source.Key} R@50 k={perPair}"] = [.. source.Select(f => f.Second ? 1.0 : 0)];
            if (found.Any(f => !seen.Contains(f.First.Names))) hits[$"{ZeroShot}R@50 k={perPair}"] = [.. found.Where(f => !seen.Contains(f.First.Names)).Select(f => f.Second ? 1.0 : 0)];
        }
        return (RelationGuesses.Figures(samples, seen), hits);
    }
}
