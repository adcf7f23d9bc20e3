namespace VlDistill.Frames;

/// <summary>The pictures a command works on: folders and files, narrowed down by a list of names.</summary>
public static class PictureSelection
{
    /// <summary>Paths in the order given, a folder's pictures in the order of their names.</summary>
    /// <param name="list">A file with one name a line; only pictures named there stay, and all of them must exist.</param>
    /// <exception cref="UserException">A path or a listed picture does not exist.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> paths, string? list)
    {
        var pictures = new List<string>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path)) pictures.AddRange(PictureReader.List(path));
            else if (File.Exists(path)) pictures.Add(path);
            else throw new UserException($"{path}: no such file or folder");
        }
        return list is null ? pictures : Narrow(pictures, list);
    }

    /// <summary>The names of a list file, empty lines left out.</summary>
    public static IReadOnlySet<string> ReadList(string path) =>
        !File.Exists(path) ? throw new UserException($"{path}: no such file")
            : File.ReadLines(path).Select(l => l.Trim()).Where(l => l.Length > 0).ToHashSet();

    private static List<string> Narrow(List<string> pictures, string list)
    {
        var names = ReadList(list);
        var kept = pictures.Where(p => names.Contains(Path.GetFileName(p))).ToList();
        var absent = names.Except(kept.Select(p => Path.GetFileName(p))).ToArray();
        return absent.Length == 0 ? kept : throw new UserException($"{list}: {absent[0]}{(absent.Length > 1 ? $" and {absent.Length - 1} more" : "")} not among --images");
    }
}
