using System.CommandLine;
using VlDistill.Datasets;
using VlDistill.Frames;
using VlDistill.Metrics;

namespace VlDistill.Trainer.Commands;

/// <summary><c>eval detect</c>: boxes against COCO's or LVIS's labels.</summary>
internal static class EvalDetect
{
    public static EvalKind Kind()
    {
        var list = new Option<string?>("--list") { Description = "File with one picture name a line; only these are scored." };
        var groups = new Option<string?>("--groups") { Description = "JSON file of class groups, {\"novel\": [\"cat\", …], \"base\": [\"dog\", …]}; prints AP and AP50 of each." };
        return new EvalKind("detect", "AP and AP50 as COCO defines them, and AP50 whatever the class; on LVIS as LVIS does, with AP_r, AP_c and AP_f. References: COCO or LVIS instances JSON.",
            (arguments, predictions, references) => Score(predictions, references, arguments.GetValue(list), arguments.GetValue(groups)), list, groups);
    }

    private static Dictionary<string, double> Score(string predictions, string references, string? list, string? groups)
    {
        var truth = CocoInstances.Load(references);
        var named = groups is null ? truth.Groups : truth.Groups.Concat(ClassGroups.Load(groups, truth.Labels));
        var only = list is null ? null : PictureSelection.ReadList(list);
        var scores = DetectionScores.Of(DetectionMatch.Samples(PredictedBox.Load(predictions), predictions, truth, references, only));
        var figures = new Dictionary<string, double>
        {
            ["AP"] = scores.Ap,
            ["AP50"] = scores.Ap50,
            ["class-agnostic AP50"] = scores.AgnosticAp50,
            [$"mean AP50 of classes with {DetectionScores.FrequentBoxes}+ boxes"] = scores.FrequentAp50,
            ["images"] = scores.Images,
            ["boxes"] = scores.Classes.Values.Sum(c => c.Boxes),
        };
        foreach (var (name, labels) in named)
        {
            var group = scores.Of(labels);
            (figures[$"AP_{name}"], figures[$"AP50_{name}"], figures[$"classes_{name}"], figures[$"boxes_{name}"]) = (group.Ap, group.Ap50, group.Classes, group.Boxes);
        }
        foreach (var (label, value) in scores.Classes.OrderByDescending(c => c.Value.Boxes)) figures[$"AP50 {truth.Labels[label]} ({value.Boxes})"] = value.Ap50;
        return figures;
    }
}
