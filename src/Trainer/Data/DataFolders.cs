using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Trainer.Data.Relations;
using VlDistill.Trainer.Data.Scenes;

namespace VlDistill.Trainer.Data;

/// <summary>The folders given by <c>--data NAME=DIR</c>, and the data sets in them.</summary>
public sealed class DataFolders(IReadOnlyDictionary<string, string> folders)
{
    private const string Scenes = "scenes", Weights = "weights";

    /// <summary>Photographs of COCO that a set without splits of its own keeps out of training: the last ones in order of their numbers.</summary>
    private const int CocoHeldOut = 60;

    /// <summary>easy-VQA has no dev split: every tenth training picture is kept out for one.</summary>
    private const int EasyVqaDev = 10;

    /// <summary>Parses <c>NAME=DIR</c> arguments.</summary>
    /// <exception cref="UserException">An argument has no equals sign or the folder is absent.</exception>
    public static DataFolders Parse(IEnumerable<string> arguments)
    {
        var folders = new Dictionary<string, string>();
        foreach (var argument in arguments)
        {
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new UserException($"--data {argument}: write NAME=DIR, for example flickr8k=/data/flickr8k.");
            var (name, folder) = (argument[..equals], argument[(equals + 1)..]);
            if (name != "cache" && !Directory.Exists(folder)) throw new UserException($"--data {argument}: folder {folder} does not exist.");
            folders[name] = Path.GetFullPath(folder);
        }
        return new DataFolders(folders);
    }

    /// <summary>Folder for decoded pictures and features: <c>--data cache=DIR</c>, else inside the run.</summary>
    public string Cache(string run) => folders.GetValueOrDefault("cache") ?? Path.Combine(run, "cache");

    /// <summary>A pretrained network's file: as given where it exists, else below <c>--data weights=DIR</c>.</summary>
    /// <exception cref="UserException">Absent in both places.</exception>
    public string Weight(string file)
    {
        if (File.Exists(file)) return file;
        if (!folders.TryGetValue(Weights, out var folder)) throw new UserException($"{file} does not exist; give its folder by --data weights=DIR.");
        var path = Path.Combine(folder, file);
        return File.Exists(path) ? path : throw new UserException($"{path} does not exist; see docs/training.md for where to get it.");
    }

    /// <summary>Opens a data set by its name: <c>scenes</c>, <c>arranged-scenes</c>, a folder in Flickr8k's layout, one with COCO's <c>annotations/instances_*.json</c>, easy-VQA's, or one with relations: VRD's, Visual Genome's or SpatialSense's.</summary>
    /// <exception cref="UserException">The folder was not given or has none of these layouts.</exception>
    public DataSet Open(string name)
    {
        if (name == Scenes) return SceneData.Open();
        if (name == ArrangedSceneData.Name) return ArrangedSceneData.Open();
        if (!folders.TryGetValue(name, out var folder)) throw new UserException($"data set \"{name}\" is not given: add --data {name}=DIR.");
        if (File.Exists(Path.Combine(folder, "Flickr8k.token.txt"))) return FromFlickr(name, VlDistill.Datasets.Flickr8k.Load(folder));
        if (EasyVqa.Find(folder) is { } root) return FromEasyVqa(name, EasyVqa.Load(root));
        if (VrdData.IsIn(folder)) return VrdData.Open(name, folder);
        if (VisualGenomeData.IsIn(folder)) return VisualGenomeData.Open(name, folder, () => Path.GetDirectoryName(Weight("lexical/vg_object_list.txt"))!);
        if (SpatialSenseData.IsIn(folder)) return SpatialSenseData.Open(name, folder);
        var annotations = Path.Combine(folder, "annotations");
        var instances = Directory.Exists(annotations) ? Directory.GetFiles(annotations, "instances_*.json").Order().ToArray() : [];
        return instances.Length == 1
            ? FromCoco(name, folder, CocoInstances.Load(instances[0]))
            : throw new UserException($"--data {name}={folder}: neither Flickr8k.token.txt nor exactly one annotations/instances_*.json nor easy-VQA's train/ and test/questions.json nor VRD's annotations_train.json and annotations_test.json nor Visual Genome's scene_graphs.json nor SpatialSense's annotations.json is there.");
    }

    private static DataSet FromFlickr(string name, VlDistill.Datasets.Flickr8k data)
    {
        return new DataSet(name, Samples(data.Train), Samples(data.Dev), Samples(data.Test), [],
            (sample, size, rgb) => Photograph.Read(FileOf(sample), size, rgb), sample => Photograph.Measure(FileOf(sample)))
        { FileOf = FileOf };

        string FileOf(Sample sample) => Path.Combine(data.ImageFolder, sample.Id);

        Sample[] Samples(IEnumerable<string> files) => [.. files.Select(f => new Sample(f, data.Captions[f], null))];
    }

    private static DataSet FromEasyVqa(string name, EasyVqa data)
    {
        var train = Samples(data.Train);
        return new DataSet(name, [.. train.Where((_, i) => i % EasyVqaDev != 0)], [.. train.Where((_, i) => i % EasyVqaDev == 0)], Samples(data.Test), [],
            (sample, size, rgb) => Photograph.Read(FileOf(sample), size, rgb), sample => Photograph.Measure(FileOf(sample)))
        { FileOf = FileOf };

        string FileOf(Sample sample) => Path.Combine(data.Root, sample.Id);

        static Sample[] Samples(IReadOnlyDictionary<string, IReadOnlyList<VqaQuestion>> pictures) => [.. pictures.Select(p => new Sample(p.Key, [], null, p.Value))];
    }

    private static DataSet FromCoco(string name, string folder, CocoInstances data)
    {
        var pictures = Directory.GetDirectories(folder).Where(d => Path.GetFileName(d) != "annotations").SelectMany(Directory.GetFiles).ToDictionary(f => Path.GetFileName(f));
        var labelled = data.Images.Where(i => i.HasBoxes && pictures.ContainsKey(i.FileName)).OrderBy(i => i.Id).ToList();
        var held = Math.Min(CocoHeldOut, labelled.Count / 3);
        return new DataSet(name, Samples(labelled.SkipLast(held)), [], Samples(labelled.TakeLast(held)), data.Labels,
            (sample, size, rgb) => Photograph.Read(FileOf(sample), size, rgb), sample => Photograph.Measure(FileOf(sample)))
        { FileOf = FileOf };

        string FileOf(Sample sample) => pictures[sample.Id];

        static Sample[] Samples(IEnumerable<LabelledImage> images) => [.. images.Select(i => new Sample(i.FileName, [], i.Boxes))];
    }
}
