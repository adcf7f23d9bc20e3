using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Regions;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>One data set for open-vocabulary detection: cached maps, proposals, and labelled boxes by picture number in all splits.</summary>
public sealed record VildSource(DataSet Data, FeatureCache Maps, IReadOnlyList<string> Labels, IReadOnlyList<IReadOnlyList<TruthBox>> Boxes) : IDisposable
{
    /// <exception cref="UserException">Eyes or boxes have not been made, or have no picture of the data set.</exception>
    public static VildSource Open(OpenVocabularySettings settings, RunContext context, string dataSet, string boxesStage)
    {
        var data = context.Data.Open(dataSet);
        var (labels, boxes) = boxesStage.Length > 0 ? FromStage(context, data, boxesStage) : (data.Labels, [.. data.All.Select(s => s.Boxes ?? [])]);
        if (labels.Count == 0) throw new UserException($"stage {settings.Name}: data set {dataSet} has no boxes of its own; name the stage that makes them in \"boxes\".");
        return new VildSource(data, FeaturesStage.Open(context, data, settings.Eyes, BoxReading.Proposals), labels, boxes);
    }

    /// <summary>Numbers of the test pictures.</summary>
    public IEnumerable<int> Test => Enumerable.Range(Data.Train.Count + Data.Dev.Count, Data.Test.Count);

    /// <summary>Numbers of the first dev pictures.</summary>
    public IEnumerable<int> Dev(int most) => Enumerable.Range(Data.Train.Count, Math.Min(most, Data.Dev.Count));

    /// <summary>Where anything may be in a picture, best first.</summary>
    public IReadOnlyList<Region> Proposals(int picture) => Maps.Boxes(picture);

    public void Dispose() => Maps.Dispose();

    private static (IReadOnlyList<string>, IReadOnlyList<TruthBox>[]) FromStage(RunContext context, DataSet data, string stage)
    {
        var instances = CocoInstances.Load(context.Finished(stage).In(BoxesStage.ResultFile));
        var found = instances.Images.ToDictionary(i => i.FileName, i => i.Boxes);
        return (instances.Labels, [.. data.All.Select(s => found.GetValueOrDefault(s.Id) ?? throw new UserException($"{s.Id} has no boxes in stage {stage}; run it on data set {data.Name}."))]);
    }
}
