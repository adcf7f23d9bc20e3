using System.CommandLine;
using VlDistill.Datasets;
using VlDistill.Trainer.Data.Relations;

namespace VlDistill.Trainer.Commands;

/// <summary><c>eval relation-labels</c>: how many mined relations are right, by people's verdicts.</summary>
internal static class EvalLabels
{
    public static EvalKind Kind() => new("relation-labels",
        "Share of mined relations that somebody who looked at the pictures calls right, per source and predicate. Predictions: relations of the stage relation-labels. References: verdicts, as draw-relations writes the list to fill in.",
        (_, predictions, references) => LabelVerdicts.Load(references).Figures(MinedPair.Of(RelationFile.Load(predictions))));
}
