using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;

namespace VlDistill.Trainer.Tasks;

/// <summary>Labelled pictures for the detector: a main data set with its own or generated boxes, and perhaps a further one.</summary>
public sealed record DetectionData(LabelledPictures Train, LabelledPictures Dev, IReadOnlyList<string> Labels, IReadOnlyList<string> Tags, IReadOnlyList<PictureStore> Stores) : IDisposable
{
    /// <exception cref="UserException">Boxes are missing or the two sets' classes do not agree.</exception>
    public static DetectionData Open(DetectorSettings settings, RunContext context)
    {
        var data = context.Data.Open(settings.Data);
        var (labels, boxes) = Boxes(settings.Boxes, context, data);
        var left = ClassSplit.Left(settings.Without, labels);
        var tags = TagList.Build(data.Train, settings.Tags);
        var store = context.Pictures(data, settings.Size);
        var train = Labelled(data.Train, 0, store);
        var stores = new List<PictureStore> { store };
        if (settings.Extra.Length > 0)
        {
            var extra = context.Data.Open(settings.Extra);
            if (!extra.Labels.SequenceEqual(labels)) throw new UserException($"data sets {settings.Data} and {settings.Extra} have different classes.");
            stores.Add(context.Pictures(extra, settings.Size));
            var more = extra.Train.Select((s, i) => new LabelledPicture(stores[1], i, Known(s.Boxes!), s));
            train = [.. train, .. Enumerable.Repeat(more, settings.ExtraRepeats).SelectMany(m => m)];
        }
        return new DetectionData(new(train, tags), new(Labelled(data.Dev, data.Train.Count, store), tags), labels, tags, stores);

        LabelledPicture[] Labelled(IReadOnlyList<Sample> samples, int first, PictureStore pictures) =>
            [.. samples.Select((s, i) => new LabelledPicture(pictures, first + i, Known(boxes.GetValueOrDefault(s.Id) ?? throw new UserException($"{s.Id} has no boxes in stage {settings.Boxes}.")), s))];

        IReadOnlyList<TruthBox> Known(IReadOnlyList<TruthBox> all) => left.Count == 0 ? all : [.. all.Where(b => !left.Contains(b.Label))];
    }

    public void Dispose()
    {
        foreach (var store in Stores) store.Dispose();
    }

    /// <summary>Class names and boxes by sample id, from a stage or, when it is empty, the data set's own.</summary>
    /// <exception cref="UserException">The stage has not finished, or the data set has no boxes.</exception>
    public static (IReadOnlyList<string> Labels, Dictionary<string, IReadOnlyList<TruthBox>> Boxes) Boxes(string stage, RunContext context, DataSet data)
    {
        if (stage.Length > 0)
        {
            var instances = CocoInstances.Load(context.Finished(stage).In(BoxesStage.ResultFile));
            return (instances.Labels, instances.Images.ToDictionary(i => i.FileName, i => i.Boxes));
        }
        return data.Labels.Count > 0
            ? (data.Labels, data.All.Where(s => s.Boxes is not null).ToDictionary(s => s.Id, s => s.Boxes!))
            : throw new UserException($"data set {data.Name} has no boxes of its own: name the stage that makes them in \"boxes\".");
    }
}
