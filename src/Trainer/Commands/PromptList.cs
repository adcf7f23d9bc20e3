using VlDistill.Text;

namespace VlDistill.Trainer.Commands;

/// <summary>What <c>--prompts</c> names: "red bus, a dog" or @FILE with one name a line.</summary>
public static class PromptList
{
    /// <summary>The names as they were written, each once.</summary>
    /// <exception cref="UserException">There are none, one has no words, or the file is absent.</exception>
    public static IReadOnlyList<string> Read(string text)
    {
        const StringSplitOptions Tidy = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        if (text is ['@', .. var file])
        {
            if (!File.Exists(file)) throw new UserException($"--prompts {text}: {file} does not exist; give a file with one name a line");
            text = File.ReadAllText(file).ReplaceLineEndings("\n");
            return Checked(text.Split('\n', Tidy), file);
        }
        return Checked(text.Split(',', Tidy), "--prompts");
    }

    private static string[] Checked(IEnumerable<string> names, string where)
    {
        string[] distinct = [.. names.Distinct()];
        if (distinct.Length == 0) throw new UserException($"{where}: names nothing; give for example \"red bus, dog\"");
        return distinct.FirstOrDefault(n => !PhraseTokenizer.Words(n).Any()) is { } blank ? throw new UserException($"{where}: '{blank}' names nothing; give words") : distinct;
    }
}
