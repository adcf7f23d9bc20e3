namespace VlDistill.Datasets;

/// <summary>A folder in the Flickr8k layout: Images/, Flickr8k.token.txt and the three Flickr_8k.*Images.txt lists.</summary>
/// <param name="ImageFolder">Where the photographs are.</param>
/// <param name="Captions">Five sentences per file name.</param>
/// <param name="Train">File names.</param>
/// <param name="Dev">File names.</param>
/// <param name="Test">File names; never used for training.</param>
public sealed record Flickr8k(string ImageFolder, IReadOnlyDictionary<string, IReadOnlyList<string>> Captions,
    IReadOnlyList<string> Train, IReadOnlyList<string> Dev, IReadOnlyList<string> Test)
{
    /// <summary>Reads the lists and sentences; the photographs are not opened.</summary>
    /// <exception cref="UserException">A file is absent, or a listed picture has no caption or no photograph.</exception>
    public static Flickr8k Load(string folder)
    {
        var images = Path.Combine(folder, "Images");
        if (!Directory.Exists(images)) throw new UserException($"{images}: no such folder; this needs Flickr8k's photographs there");
        var captions = LoadTokens(Path.Combine(folder, "Flickr8k.token.txt"));
        var present = Directory.EnumerateFiles(images).Select(f => Path.GetFileName(f)).ToHashSet();
        return new Flickr8k(images, captions, List("train"), List("dev"), List("test"));

        string[] List(string split)
        {
            var path = Path.Combine(folder, $"Flickr_8k.{split}Images.txt");
            if (!File.Exists(path)) throw new UserException($"{path}: no such file");
            var names = File.ReadLines(path).Select(l => l.Trim()).Where(l => l.Length > 0).ToArray();
            if (names.FirstOrDefault(n => !captions.ContainsKey(n)) is { } silent) throw new UserException($"{path}: {silent} has no caption in Flickr8k.token.txt");
            if (names.FirstOrDefault(n => !present.Contains(n)) is { } absent) throw new UserException($"{path}: {absent} is not in {images}");
            return names;
        }
    }

    /// <summary>Reads lines of "file.jpg#number TAB sentence".</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> LoadTokens(string path)
    {
        if (!File.Exists(path)) throw new UserException($"{path}: no such file");
        var captions = new Dictionary<string, IReadOnlyList<string>>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Length == 0) continue;
            var tab = line.IndexOf('\t');
            var mark = tab < 0 ? -1 : line.LastIndexOf('#', tab);
            if (mark <= 0) throw new UserException($"{path}: line {number} is not 'file.jpg#number TAB sentence'");
            var file = line[..mark];
            if (!captions.TryGetValue(file, out var sentences)) captions[file] = sentences = new List<string>();
            ((List<string>)sentences).Add(line[(tab + 1)..]);
        }
        if (captions.Count == 0) throw new UserException($"{path}: holds no captions");
        return captions;
    }
}
