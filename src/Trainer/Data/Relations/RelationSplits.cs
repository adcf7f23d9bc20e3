using VlDistill.Datasets;
using VlDistill.Trainer.Data.Scenes;
using VlDistill.Trainer.Stages;

namespace VlDistill.Trainer.Data.Relations;

/// <summary>Relations of a data set's pictures, in the order of its samples; test is for reports only.</summary>
/// <param name="Predicates">All there can be, in one order for the three splits.</param>
public sealed record RelationSplits(string Description, IReadOnlyList<string> Predicates, IReadOnlyList<RelationPicture> Train, IReadOnlyList<RelationPicture> Dev, IReadOnlyList<RelationPicture> Test)
{
    /// <summary>What a stage calls the relations a data set comes with.</summary>
    public const string OfData = "data";

    /// <summary>The splits one after the other, as <see cref="DataSet.All"/>.</summary>
    public IReadOnlyList<RelationPicture> All => [.. Train, .. Dev, .. Test];

    /// <summary>Names that training shows together; others are zero-shot.</summary>
    public IReadOnlySet<Triple> Seen => Train.SelectMany(p => p.Relations.Select(p.Names)).ToHashSet();

    /// <summary>A split's file in a stage's folder.</summary>
    /// <param name="split">train, dev or test.</param>
    public static string FileOf(string folder, string split) => Path.Combine(folder, $"relations.{split}.json");

    /// <summary>The relations a stage learns, by the name in its settings: <see cref="OfData"/>, a stage that mined some, or a folder with its three files.</summary>
    /// <exception cref="UserException">There are none, or they are of other pictures.</exception>
    public static RelationSplits Open(RunContext context, DataSet data, string source)
    {
        if (source == OfData)
            return data.Relations?.Invoke() ?? throw new UserException($"data set {data.Name} comes without relations; name the stage that mines some, or use {ArrangedSceneData.Name}, VRD, Visual Genome or SpatialSense.");
        return Load(Directory.Exists(source) && context.Recipe.Stages.All(s => s.Name != source) ? source : context.Finished(source).Path, data);
    }

    /// <summary>Reads the three files of a folder.</summary>
    /// <exception cref="UserException">One is damaged, or of other pictures than the data set's split.</exception>
    public static RelationSplits Load(string folder, DataSet data)
    {
        var (train, dev, test) = (Read("train", data.Train), Read("dev", data.Dev), Read("test", data.Test));
        return new RelationSplits(train.Description, train.Predicates, train.Pictures, dev.Pictures, test.Pictures);

        RelationSet Read(string split, IReadOnlyList<Sample> samples)
        {
            var path = FileOf(folder, split);
            var set = RelationFile.Load(path);
            if (!set.Pictures.Select(p => p.FileName).SequenceEqual(samples.Select(s => s.Id))) throw new UserException($"{path} has relations of other pictures than {split} of data set {data.Name}; make them anew from it.");
            return set;
        }
    }

    /// <summary>Writes the three files.</summary>
    public void Save(string folder)
    {
        foreach (var (split, pictures) in (ReadOnlySpan<(string, IReadOnlyList<RelationPicture>)>)[("train", Train), ("dev", Dev), ("test", Test)])
            RelationFile.Save(FileOf(folder, split), new RelationSet(Description, Predicates, pictures));
    }
}
