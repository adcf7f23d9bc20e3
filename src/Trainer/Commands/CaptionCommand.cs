using System.CommandLine;
using VlDistill.Bundles;
using VlDistill.Datasets;
using VlDistill.Inference;

namespace VlDistill.Trainer.Commands;

/// <summary><c>caption</c>: one sentence per picture as [{"file_name", "image_id", "caption"}].</summary>
public sealed class CaptionCommand : PictureCommand
{
    private readonly Option<string> model = new("--model") { Description = "student, plain or teacher.", DefaultValueFactory = _ => "student" };
    private readonly Option<int> beam = new("--beam") { Description = "Hypotheses kept; 1 is greedy.", DefaultValueFactory = _ => 3 };
    private readonly Option<int> words = new("--max-words") { Description = "Longest sentence.", DefaultValueFactory = _ => 20 };
    private readonly Option<float> penalty = new("--length-penalty") { Description = "A sentence scores log p / words^penalty.", DefaultValueFactory = _ => 0.7f };

    public CaptionCommand() : base("caption", "Caption pictures with a model of a bundle.")
    {
        foreach (var option in (Option[])[model, beam, words, penalty]) Add(option);
        beam.Limit(1, 64);
        words.Limit(1, 100);
    }

    protected override void Run(ParseResult arguments, Bundle bundle, Device device, IReadOnlyList<string> pictures, string output, PictureProgress progress)
    {
        using var eyes = bundle.OpenEyes(device, ThreadsPerPicture);
        using var captioner = bundle.OpenModel(arguments.GetValue(model)!, device, ThreadsPerPicture);
        var options = new DecodingOptions(arguments.GetValue(beam), arguments.GetValue(words), arguments.GetValue(penalty));
        PictureBatch.Run(pictures,
            (name, frame) =>
            {
                var (perception, features) = eyes.See(frame);
                using (features) return new PredictedCaption(name, ImageNumber.Of(name), captioner.Describe(frame, perception, features, options).Caption.Text);
            },
            captions => PredictedCaption.Save(output, captions), progress);
    }
}
