using VlDistill.Datasets;

namespace VlDistill.Trainer.Data.Relations;

/// <summary>SpatialSense as a data set (Yang et al., 2019): <c>annotations.json</c> with its own splits. Pairs whose relation people denied are background.</summary>
public static class SpatialSenseData
{
    private const string File = "annotations.json";

    /// <summary>Whether a folder has this layout.</summary>
    public static bool IsIn(string folder) => System.IO.File.Exists(Path.Combine(folder, File));

    /// <exception cref="UserException">The file is damaged, a split is empty, or no photograph is there.</exception>
    public static DataSet Open(string name, string folder)
    {
        return RelationFolder.Open(name, folder, Split("train"), Split("valid"), Split("test"));

        RelationSet Split(string split) => SpatialSenseRelations.Load(Path.Combine(folder, File), split);
    }
}
