namespace VlDistill.Bundles;

/// <summary>Writes a bundle whole or not at all: files go into a folder beside the target, which takes its place on commit.</summary>
public sealed class BundleWriter : IDisposable
{
    private readonly string target;

    /// <param name="target">The bundle's folder; an older bundle there is replaced, any other non-empty folder is refused.</param>
    /// <exception cref="UserException">The target holds something that is not a bundle.</exception>
    public BundleWriter(string target)
    {
        this.target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        if (File.Exists(this.target)) throw new UserException($"{target}: is a file; give a folder for the bundle");
        if (Directory.Exists(this.target) && Directory.EnumerateFileSystemEntries(this.target).Any() && !File.Exists(Path.Combine(this.target, BundleManifest.FileName)))
            throw new UserException($"{target}: holds other files than a bundle; give an empty or new folder");
        Folder = this.target + ".part";
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Folder);
    }

    /// <summary>Where the files go until the commit.</summary>
    public string Folder { get; }

    /// <summary>Path of a file to write; its folder exists.</summary>
    public string At(string name)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Opens what has been written so far, so that it can be measured before the commit; files and figures may follow.</summary>
    public Bundle Open(BundleManifest manifest)
    {
        var files = Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Folder, f).Replace('\\', '/')).Where(f => f != BundleManifest.FileName).Order(StringComparer.Ordinal)
            .ToDictionary(f => f, f => new BundleFile(new FileInfo(Path.Combine(Folder, f)).Length, Bundle.Hash(Path.Combine(Folder, f))));
        (manifest with { Files = files }).Save(Path.Combine(Folder, BundleManifest.FileName));
        return Bundle.Load(Folder);
    }

    /// <summary>Adds sizes and hashes of everything written, writes the manifest, and puts the folder in its place.</summary>
    public void Commit(BundleManifest manifest)
    {
        Open(manifest);

        var old = target + ".old";
        if (Directory.Exists(old)) Directory.Delete(old, recursive: true);
        if (Directory.Exists(target)) Directory.Move(target, old);
        Directory.Move(Folder, target);
        if (Directory.Exists(old)) Directory.Delete(old, recursive: true);
    }

    /// <summary>Removes what was not committed.</summary>
    public void Dispose()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }
}
