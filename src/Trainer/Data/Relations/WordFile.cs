namespace VlDistill.Trainer.Data.Relations;

/// <summary>A word list of the miner, which is part of the program.</summary>
internal static class WordFile
{
    /// <summary>Its lines without comments and empty ones.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(WordFile).Assembly.GetManifestResourceStream(typeof(WordFile), name) ?? throw new InvalidOperationException($"{name} is not in the program");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#')];
    }

    /// <summary>Words or phrases between commas.</summary>
    public static string[] Phrases(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
