using VlDistill.Datasets;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.WsdTags;

/// <summary>Trains the weakly supervised detector on image-level labels.</summary>
public sealed class WsdTeacherTask(WsdTeacherSettings settings, RunContext context, StageFolder folder) : TagTask(settings, settings.Eyes, context, folder)
{
    /// <summary>Where it sees the tags in the test pictures: the best proposal of every tag that the captions name.</summary>
    public const string BoxesFile = "test.boxes.json";

    private WsdDetectorConfig Config => new(Reader.Channels, settings.Width, Labels.Names.Count, settings.Dropout);

    public override IReadOnlyDictionary<string, string> Description => NetworkDescription.Of(Config);

    public override nn.Module CreateModel() => new WsdDetector(Config);

    public override StepLoss Step(nn.Module replica, StepShare share)
    {
        var scores = Look(replica, share.Samples);
        return new StepLoss([WsdLosses.Picture(scores.Picture, Labels.Of(share.Samples))], share.Samples.Length);
    }

    protected override Tensor Scores(nn.Module model, int[] pictures) => Look(model, pictures).Picture;

    protected override void WriteMore(LaneTeam lanes, int[] pictures) =>
        PredictedBox.Save(Folder.In(BoxesFile), [.. lanes.Map([.. pictures.Chunk(20)], Locate).SelectMany(b => b)]);

    private WsdScores Look(nn.Module model, int[] pictures)
    {
        var batch = Reader.Read(pictures);
        return WsdScores.Of(((WsdDetector)model).call(batch.Features), batch.Present);
    }

    private PredictedBox[] Locate(nn.Module model, int[] pictures)
    {
        var regions = Look(model, pictures).Regions; // (B, R, T)
        var (best, at) = regions.max(1);
        var (scores, places) = (best.contiguous().data<float>().ToArray(), at.contiguous().data<long>().ToArray());
        return [.. pictures.SelectMany((picture, row) =>
        {
            var (sample, proposals) = (Data.All[picture], Reader.Proposals(picture));
            var (width, height) = Data.Measure(sample);
            return Labels.Of(picture).Index().Where(l => l.Item).Select(l =>
            {
                var place = row * Labels.Names.Count + l.Index;
                var box = proposals[(int)places[place]];
                return new PredictedBox(sample.Id, ImageNumber.Of(sample.Id), Labels.Names[l.Index], null,
                    [box.X1 * width, box.Y1 * height, box.Width * width, box.Height * height], scores[place], [width, height]);
            });
        })];
    }
}
