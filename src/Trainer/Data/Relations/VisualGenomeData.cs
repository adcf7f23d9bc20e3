using VlDistill.Datasets;

namespace VlDistill.Trainer.Data.Relations;

/// <summary>
/// Visual Genome as a data set (Krishna et al., 2017): <c>scene_graphs.json</c>, brought to 150 objects and 50 predicates by the lists of Xu et al. (2017), and
/// <c>image_data.json</c> with the sizes, without which every photograph is measured.
/// </summary>
public static class VisualGenomeData
{
    private const string GraphsFile = "scene_graphs.json", SizesFile = "image_data.json";

    /// <summary>Xu et al. train on the first 70 % in the file's order and test on the rest; Zellers et al. (2018) keep the first 5,000 of training out, here at most a tenth.</summary>
    private const double TrainShare = 0.7;

    private const int MostDev = 5000;

    /// <summary>Whether a folder has this layout.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, GraphsFile));

    /// <param name="lists">Folder with the lists where the data's own has none.</param>
    /// <exception cref="UserException">A file is absent or damaged, or no photograph is there.</exception>
    public static DataSet Open(string name, string folder, Func<string> lists)
    {
        var names = NameAliases.AreIn(folder, "object") ? folder : lists();
        var all = VisualGenomeRelations.Load(Path.Combine(folder, GraphsFile), NameAliases.Load(names, "object"), NameAliases.Load(names, "predicate"));
        var test = (int)Math.Round(TrainShare * all.Pictures.Count);
        var dev = Math.Clamp(test / 10, Math.Min(1, test), MostDev);
        return RelationFolder.Open(name, folder, Part(dev, test), Part(0, dev), Part(test, all.Pictures.Count), Sizes(Path.Combine(folder, SizesFile)));

        RelationSet Part(int from, int to) => all with { Pictures = [.. all.Pictures.Take(from..to)] };
    }

    private static Dictionary<string, (int, int)>? Sizes(string path) => !File.Exists(path) ? null
        : JsonFile.Read<List<Size?>>(path).Where(s => s is { ImageId: not null, Width: > 0, Height: > 0 }).DistinctBy(s => s!.ImageId).ToDictionary(s => $"{s!.ImageId}.jpg", s => (s!.Width!.Value, s.Height!.Value));

    private sealed record Size(long? ImageId, int? Width, int? Height);
}
