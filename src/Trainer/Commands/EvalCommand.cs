using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using VlDistill.Datasets;
using VlDistill.Frames;
using VlDistill.Metrics;
using VlDistill.Trainer.Methods.WsdTags;

namespace VlDistill.Trainer.Commands;

/// <summary><c>eval caption|detect|vqa|tags</c>: scores predictions against references and prints JSON, metric → value.</summary>
public sealed class EvalCommand : Command
{
    private static readonly JsonSerializerOptions form = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public EvalCommand() : base("eval", "Score predictions against references; prints JSON: metric → value.")
    {
        Add(new Kind("caption", "BLEU-1..4, ROUGE-L and CIDEr-D. References: a Flickr8k token file or COCO captions JSON.", (predictions, references, _) =>
        {
            var samples = CaptionMatch.Samples(PredictedCaption.Load(predictions), predictions, CaptionReferences.Load(references), references);
            return CaptionScores.Of(samples).Named;
        }));
        Add(new Kind("detect", "AP and AP50 as COCO defines them, and AP50 whatever the class. References: COCO instances JSON.", Detect, listed: true));
        Add(new Kind("vqa", "VQA's soft accuracy, overall and per answer type, and the share of yes. References: a VQA v2 annotations JSON.", Answers));
        Add(new Kind("tags", "mAP, CF1, OF1 and the two of the three best tags. References: tags as the tag command writes them, or a Flickr8k token file, from which they are made; --list gives the tags to score.",
            TagReferences.Score, listed: true, "File with one tag a line; only these are scored, not the references' own or the frequent words of the training list beside a token file."));
    }

    private static Dictionary<string, double> Answers(string predictions, string references, string? list)
    {
        var truth = VqaQuestions.LoadAnswers(references);
        var samples = AnswerMatch.Samples(PredictedAnswer.Load(predictions), predictions, truth, references);
        return new Dictionary<string, double>(VqaAccuracy.Of(samples).Named) { ["unanswered"] = truth.Count - samples.Count };
    }

    private static Dictionary<string, double> Detect(string predictions, string references, string? list)
    {
        var truth = CocoInstances.Load(references);
        var only = list is null ? null : PictureSelection.ReadList(list);
        var scores = DetectionScores.Of(DetectionMatch.Samples(PredictedBox.Load(predictions), predictions, truth, references, only));
        var named = new Dictionary<string, double>
        {
            ["AP"] = scores.Ap,
            ["AP50"] = scores.Ap50,
            ["class-agnostic AP50"] = scores.AgnosticAp50,
            [$"mean AP50 of classes with {DetectionScores.FrequentBoxes}+ boxes"] = scores.FrequentAp50,
            ["images"] = scores.Images,
            ["boxes"] = scores.Classes.Values.Sum(c => c.Boxes),
        };
        foreach (var (label, value) in scores.Classes.OrderByDescending(c => c.Value.Boxes)) named[$"AP50 {truth.Labels[label]} ({value.Boxes})"] = value.Ap50;
        return named;
    }

    private sealed class Kind : Command
    {
        private readonly Option<string> predictions = new("--predictions") { Description = "JSON file to score.", Required = true };
        private readonly Option<string> references = new("--references") { Description = "What people wrote or drew.", Required = true };
        private readonly Option<string?> list;

        public Kind(string name, string description, Func<string, string, string?, IReadOnlyDictionary<string, double>> score, bool listed = false,
            string listHelp = "File with one picture name a line; only these are scored.") : base(name, description)
        {
            list = new Option<string?>("--list") { Description = listHelp };
            Add(predictions);
            Add(references);
            if (listed) Add(list);
            SetAction(arguments =>
            {
                var values = score(arguments.GetValue(predictions)!, arguments.GetValue(references)!, listed ? arguments.GetValue(list) : null);
                // JSON has no NaN: a figure without a single labelled box is null.
                var printed = values.ToDictionary(v => v.Key, v => double.IsFinite(v.Value) ? Math.Round(v.Value, 6) : (double?)null);
                arguments.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(printed, form));
                return ExitCode.Done;
            });
        }
    }
}
