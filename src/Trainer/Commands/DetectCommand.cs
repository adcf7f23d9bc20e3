using System.CommandLine;
using VlDistill.Bundles;
using VlDistill.Datasets;
using VlDistill.Frames;
using VlDistill.Inference;
using VlDistill.Regions;
using VlDistill.Trainer.Evaluation;

namespace VlDistill.Trainer.Commands;

/// <summary><c>detect</c>: boxes in the photograph's own pixels as a COCO results file.</summary>
public sealed class DetectCommand : PictureCommand
{
    private readonly Option<string?> prompts = new("--prompts") { Description = "Names to look for, by comma, or @FILE with one a line; needs a bundle with an open-vocabulary head." };
    private readonly Option<float> score = new("--score") { Description = "Least score of a box; average precision wants low ones too.", DefaultValueFactory = _ => 0.05f };
    private readonly Option<int> most = new("--max-boxes") { Description = "Most boxes per picture.", DefaultValueFactory = _ => 100 };

    public DetectCommand() : base("detect", "Find objects in pictures with the student's eyes.")
    {
        foreach (var option in (Option[])[prompts, score, most]) Add(option);
    }

    protected override void Run(ParseResult arguments, Bundle bundle, Device device, IReadOnlyList<string> pictures, string output, PictureProgress progress)
    {
        var names = arguments.GetValue(prompts) is { } text ? PromptList.Read(text) : null;
        using var open = names is null ? null : bundle.OpenVocabulary(device)
            ?? throw new UserException($"--prompts: this bundle has no open-vocabulary head; leave it out to find the {bundle.Labels.Count} classes it knows");
        using var eyes = bundle.OpenEyes(device, ThreadsPerPicture);
        var (threshold, limit) = (arguments.GetValue(score), arguments.GetValue(most));
        PictureBatch.Run(pictures,
            (name, frame) => (open is null ? eyes.Perceive(frame, threshold, limit).Regions.Detected : TypedNames.Find(eyes, open, frame, names!, threshold, limit))
                .Select(r => Entry(name, frame, r, names ?? bundle.Labels, bundle.Labels)).ToArray(),
            found => PredictedBox.Save(output, [.. found.SelectMany(boxes => boxes)]), progress);
    }

    private static PredictedBox Entry(string name, Frame frame, Region region, IReadOnlyList<string> names, IReadOnlyList<string> labels)
    {
        var (box, category) = (region.Box, names[region.Label]);
        var label = labels.Index().Where(l => l.Item == category).Select(l => (int?)l.Index).FirstOrDefault();
        return new PredictedBox(name, ImageNumber.Of(name), category, label is { } known ? CocoCategories.IdOf(known, labels) : null,
            [Round(box.X1 * frame.Width), Round(box.Y1 * frame.Height), Round(box.Width * frame.Width), Round(box.Height * frame.Height)],
            Math.Round(region.Score, 4), [frame.Width, frame.Height]);
    }

    private static double Round(double pixels) => Math.Round(pixels, 2);
}
