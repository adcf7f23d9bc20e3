using System.CommandLine;
using VlDistill.Datasets;
using VlDistill.Metrics;

namespace VlDistill.Trainer.Commands;

/// <summary><c>eval relations</c>: what things do to each other, against labels.</summary>
internal static class EvalRelations
{
    public static EvalKind Kind()
    {
        var given = new Option<bool>("--given-boxes") { Description = "The boxes were given (predicate detection): they must agree up to rounding, not with IoU 0.5 (relation detection)." };
        var train = new Option<string?>("--train") { Description = "Relations of the training split, in any form of --references; adds the recall of triples it lacks (zero-shot)." };
        var lists = new Option<string?>("--lists") { Description = "Folder with Visual Genome's object and predicate lists and aliases (default: beside the references)." };
        return new EvalKind("relations",
            "Recall@50 and @100 over all pairs of a picture with 1 and with 70 predicates per pair, its mean over predicates, of unseen triples, and of each predicate. References: relations as the stage relation-labels writes them, VRD's, Visual Genome's or SpatialSense's JSON.",
            (arguments, predictions, references) => Score(predictions, references, arguments.GetValue(given), arguments.GetValue(train), arguments.GetValue(lists)), given, train, lists);
    }

    private static Dictionary<string, double> Score(string predictions, string references, bool given, string? train, string? lists)
    {
        var truth = RelationReferences.Load(references, lists);
        var seen = train is null ? null : RelationReferences.Load(train, lists).Triples();
        var samples = RelationMatch.Samples(PredictedRelation.Load(predictions), predictions, truth, references);
        var mode = given ? RelationMode.Predicate : RelationMode.Relation;
        var one = RelationScores.Of(samples, RelationScores.OnePerPair, mode, seen);
        var all = RelationScores.Of(samples, RelationScores.AllPerPair, mode, seen);
        var figures = new Dictionary<string, double>([.. one.Named, .. all.Named]) { ["pictures"] = samples.Count, ["relations"] = one.All.Relations };
        if (one.ZeroShot is { } unseen) figures["zero-shot relations"] = unseen.Relations;
        foreach (var (source, recall) in one.Sources) figures[$"{source} relations"] = recall.Relations;
        foreach (var (predicate, recall) in one.Predicates)
            (figures[$"R@50 k=1 {predicate} ({recall.Relations})"], figures[$"R@50 k=70 {predicate} ({recall.Relations})"]) = (recall.At50, all.Predicates[predicate].At50);
        return figures;
    }
}
