using System.CommandLine;
using VlDistill.Bundles;
using VlDistill.Datasets;
using VlDistill.Inference;

namespace VlDistill.Trainer.Commands;

/// <summary><c>tag</c>: caption words the student's eyes find in each picture, as [{"file_name", "tags": [{"name", "score"}]}].</summary>
public sealed class TagCommand : PictureCommand
{
    private readonly Option<float> score = new("--score") { Description = "Least score of a tag.", DefaultValueFactory = _ => 0.1f };

    private readonly Option<int> top = new("--top") { Description = "Most tags per picture.", DefaultValueFactory = _ => int.MaxValue };

    public TagCommand() : base("tag", "Name what is in pictures, without boxes, with the student's eyes.")
    {
        top.Limit<int>(1);
        Add(score);
        Add(top);
    }

    protected override void Run(ParseResult arguments, Bundle bundle, Device device, IReadOnlyList<string> pictures, string output, PictureProgress progress)
    {
        using var eyes = bundle.OpenEyes(device, ThreadsPerPicture);
        if (bundle.Tags.Count == 0) throw new UserException("the bundle's eyes know no tags; train them with the wsd-tags recipe and export again");
        var (threshold, most) = (arguments.GetValue(score), arguments.GetValue(top));
        PictureBatch.Run(pictures,
            (name, frame) => new PictureTags(name, [.. bundle.Tags.Zip(eyes.Perceive(frame).Tags, (tag, p) => new ScoredTag(tag, Math.Round(p, 4)))
                .Where(t => t.Score >= threshold).OrderByDescending(t => t.Score).Take(most)]),
            tags => PictureTags.Save(output, tags), progress);
    }
}
