namespace VlDistill.Text;

/// <summary>The fixed answers a question network chooses from: a text file with one a line, in the order of its scores.</summary>
public static class AnswerList
{
    /// <exception cref="UserException">The file is absent, empty, or a line is blank or stands there twice.</exception>
    public static string[] Load(string path)
    {
        if (!File.Exists(path)) throw new UserException($"{path}: no such answer list");
        var answers = File.ReadAllLines(path);
        if (answers.Length == 0) throw new UserException($"{path}: holds no answers");
        var seen = new HashSet<string>(answers.Length);
        for (var i = 0; i < answers.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(answers[i])) throw new UserException($"{path}: line {i + 1} is blank; copy the file again or export the bundle again");
            if (!seen.Add(answers[i])) throw new UserException($"{path}: line {i + 1} repeats '{answers[i]}'; copy the file again or export the bundle again");
        }
        return answers;
    }

    public static void Save(string path, IEnumerable<string> answers) => File.WriteAllText(path, string.Join('\n', answers) + "\n");
}
