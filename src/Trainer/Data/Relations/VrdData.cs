using VlDistill.Datasets;

namespace VlDistill.Trainer.Data.Relations;

/// <summary>VRD as a data set (Lu et al., 2016): <c>annotations_train.json</c>, <c>annotations_test.json</c> and the two lists of names.</summary>
public static class VrdData
{
    private const string TrainFile = "annotations_train.json", TestFile = "annotations_test.json";

    /// <summary>VRD has no dev split: every tenth training picture is kept out for one.</summary>
    private const int Dev = 10;

    /// <summary>Whether a folder has this layout.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, TrainFile)) && File.Exists(Path.Combine(folder, TestFile));

    /// <exception cref="UserException">A file is damaged, or no photograph is there.</exception>
    public static DataSet Open(string name, string folder)
    {
        var (train, test) = (VrdRelations.Load(Path.Combine(folder, TrainFile)), VrdRelations.Load(Path.Combine(folder, TestFile)));
        return RelationFolder.Open(name, folder, Part(i => i % Dev != 0), Part(i => i % Dev == 0), test);

        RelationSet Part(Func<int, bool> takes) => train with { Pictures = [.. train.Pictures.Where((_, i) => takes(i))] };
    }
}
