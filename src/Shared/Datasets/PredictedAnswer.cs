namespace VlDistill.Datasets;

/// <summary>One entry of a VQA results file: what a model answered.</summary>
public sealed record PredictedAnswer(long? QuestionId, string? Answer)
{
    /// <summary>Reads a results file.</summary>
    /// <exception cref="UserException">The file is empty, or an entry lacks a field or answers a question twice.</exception>
    public static IReadOnlyList<PredictedAnswer> Load(string path)
    {
        var entries = JsonFile.Read<List<PredictedAnswer?>>(path);
        if (entries.Count == 0) throw new UserException($"{path}: holds no answers");
        var seen = new HashSet<long>();
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i] is not { QuestionId: { } id, Answer: not null }) throw new UserException($"{path}: entry {i} needs 'question_id' and 'answer'");
            if (!seen.Add(id)) throw new UserException($"{path}: entry {i} answers question {id} again; keep one answer per question");
        }
        return entries!;
    }

    public static void Save(string path, IReadOnlyList<PredictedAnswer> answers) => JsonFile.Write(path, answers, readable: false);
}
