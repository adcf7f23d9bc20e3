using VlDistill.Datasets;

namespace VlDistill.Trainer.Data.Relations;

/// <summary>Photographs whose relations people drew, as a data set: the annotations of three splits, and photographs anywhere below a folder.</summary>
public static class RelationFolder
{
    /// <summary>Annotated pictures that are not there are left out; the others are measured when their relations are asked for.</summary>
    /// <param name="sizes">Of pictures by name, where a file tells them.</param>
    /// <exception cref="UserException">No photograph of training or of the test is there.</exception>
    public static DataSet Open(string name, string folder, RelationSet train, RelationSet dev, RelationSet test, IReadOnlyDictionary<string, (int Width, int Height)>? sizes = null)
    {
        var photographs = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).GroupBy(p => Path.GetFileName(p)).ToDictionary(p => p.Key, p => p.First());
        (train, dev, test) = (Present(train, "training"), Present(dev, null), Present(test, "test"));
        return new DataSet(name, Samples(train), Samples(dev), Samples(test), [],
            (sample, size, rgb) => Photograph.Read(photographs[sample.Id], size, rgb), sample => Photograph.Measure(photographs[sample.Id]))
        {
            Relations = () => new RelationSplits(train.Description, train.Predicates, Sized(train), Sized(dev), Sized(test)),
        };

        RelationSet Present(RelationSet set, string? needed)
        {
            var present = set with { Pictures = [.. set.Pictures.Where(p => photographs.ContainsKey(p.FileName))] };
            return present.Pictures.Count > 0 || needed is null ? present : throw new UserException($"--data {name}={folder}: none of the {needed} photographs is there; put them below it.");
        }

        IReadOnlyList<RelationPicture> Sized(RelationSet set)
        {
            // To measure a photograph is to decode it: all cores do.
            var measured = set.Pictures.Where(p => !p.IsSized && sizes?.ContainsKey(p.FileName) != true).AsParallel().ToDictionary(p => p.FileName, p => Photograph.Measure(photographs[p.FileName]));
            return set.Sized(p => measured.TryGetValue(p, out var size) ? size : sizes![p]).Pictures;
        }

        static Sample[] Samples(RelationSet set) => [.. set.Pictures.Select(p => new Sample(p.FileName, [], null))];
    }
}
