using VlDistill.Datasets;

namespace VlDistill.Trainer.Data.Relations;

/// <summary>VRD as a data set (Lu et al., 2016): <c>annotations_train.json</c>, <c>annotations_test.json</c>, the two lists of names, and photographs anywhere below the folder.</summary>
public static class VrdData
{
    private const string TrainFile = "annotations_train.json", TestFile = "annotations_test.json";

    /// <summary>VRD has no dev split: every tenth training picture is kept out for one.</summary>
    private const int Dev = 10;

    /// <summary>Whether a folder has this layout.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, TrainFile)) && File.Exists(Path.Combine(folder, TestFile));

    /// <summary>Reads the annotations; photographs are measured when their relations are asked for. Annotated pictures that are not there, as some of VRD's are not any more, are left out.</summary>
    /// <exception cref="UserException">A file is damaged, or no photograph is there.</exception>
    public static DataSet Open(string name, string folder)
    {
        var photographs = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).GroupBy(p => Path.GetFileName(p)).ToDictionary(p => p.Key, p => p.First());
        var (training, test) = (Present(TrainFile), Present(TestFile));
        var (train, dev) = (training.Pictures.Where((_, i) => i % Dev != 0).ToList(), training.Pictures.Where((_, i) => i % Dev == 0).ToList());
        return new DataSet(name, Samples(train), Samples(dev), Samples(test.Pictures), [],
            (sample, size, rgb) => Photograph.Read(photographs[sample.Id], size, rgb), sample => Photograph.Measure(photographs[sample.Id]))
        {
            Relations = () => new RelationSplits(training.Description, training.Predicates, Sized(train), Sized(dev), Sized(test.Pictures)),
        };

        RelationSet Present(string file)
        {
            var set = VrdRelations.Load(Path.Combine(folder, file));
            var present = set with { Pictures = [.. set.Pictures.Where(p => photographs.ContainsKey(p.FileName))] };
            return present.Pictures.Count > 0 ? present : throw new UserException($"{folder}: has none of the photographs of {file}; put them below it.");
        }

        IReadOnlyList<RelationPicture> Sized(IReadOnlyList<RelationPicture> pictures) => (training with { Pictures = pictures }).Sized(p => Photograph.Measure(photographs[p])).Pictures;

        static Sample[] Samples(IEnumerable<RelationPicture> pictures) => [.. pictures.Select(p => new Sample(p.FileName, [], null))];
    }
}
