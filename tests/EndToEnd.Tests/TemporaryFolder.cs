namespace VlDistill.EndToEnd.Tests;

/// <summary>A folder that goes when the test ends.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("vldistill-").FullName;

    public void Dispose() => Directory.Delete(path, recursive: true);

    public string At(string name) => Path.Combine(path, name);

    /// <summary>Writes a text file and returns its path.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return At(name);
    }
}
