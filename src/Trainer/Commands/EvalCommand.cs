using System.CommandLine;
using VlDistill.Datasets;
using VlDistill.Metrics;

namespace VlDistill.Trainer.Commands;

/// <summary><c>eval caption|detect|vqa|tags|relations</c>: scores predictions against references and prints JSON, metric → value.</summary>
public sealed class EvalCommand : Command
{
    public EvalCommand() : base("eval", "Score predictions against references; prints JSON: metric → value.")
    {
        Add(new EvalKind("caption", "BLEU-1..4, ROUGE-L and CIDEr-D. References: a Flickr8k token file or COCO captions JSON.", (_, predictions, references) =>
        {
            var samples = CaptionMatch.Samples(PredictedCaption.Load(predictions), predictions, CaptionReferences.Load(references), references);
            return CaptionScores.Of(samples).Named;
        }));
        Add(EvalDetect.Kind());
        Add(new EvalKind("vqa", "VQA's soft accuracy, overall and per answer type, and the share of yes. References: a VQA v2 annotations JSON.", (_, predictions, references) =>
        {
            var truth = VqaQuestions.LoadAnswers(references);
            var samples = AnswerMatch.Samples(PredictedAnswer.Load(predictions), predictions, truth, references);
            return new Dictionary<string, double>(VqaAccuracy.Of(samples).Named) { ["unanswered"] = truth.Count - samples.Count };
        }));
        Add(EvalTags.Kind());
        Add(EvalRelations.Kind());
        Add(EvalLabels.Kind());
    }
}
