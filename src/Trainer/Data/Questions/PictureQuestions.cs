using VlDistill.Datasets;

namespace VlDistill.Trainer.Data.Questions;

/// <summary>The questions about one picture.</summary>
/// <param name="Picture">Its number in all splits of the data set.</param>
public sealed record PictureQuestions(int Picture, IReadOnlyList<VqaQuestion> Questions);

/// <summary>The questions of the three splits, by picture.</summary>
public sealed record QuestionSplits(IReadOnlyList<PictureQuestions> Train, IReadOnlyList<PictureQuestions> Dev, IReadOnlyList<PictureQuestions> Test)
{
    /// <summary>A split's questions file in a stage's or a user's folder.</summary>
    public static string QuestionFile(string folder, string split) => Path.Combine(folder, $"{split}.questions.json");

    /// <summary>The answers that belong to it.</summary>
    public static string AnnotationFile(string folder, string split) => Path.Combine(folder, $"{split}.annotations.json");

    /// <summary>The data set's own questions.</summary>
    /// <exception cref="UserException">It has none.</exception>
    public static QuestionSplits Of(DataSet data)
    {
        if (data.Train.All(s => s.Questions is null)) throw new UserException($"data set {data.Name} has no questions of its own; set \"questions\" to a stage or folder that has some.");
        return Split(data, (_, samples, first) => [.. samples.Select((s, i) => new PictureQuestions(first + i, s.Questions ?? []))]);
    }

    /// <summary>Questions in a folder, matched to pictures by <c>file_name</c>, else by COCO's number.</summary>
    /// <exception cref="UserException">A file is absent or damaged, or asks about a picture that is not in the split.</exception>
    public static QuestionSplits Load(string folder, DataSet data) => Split(data, (split, samples, first) =>
    {
        var path = QuestionFile(folder, split);
        var names = samples.Select((s, i) => (s.Id, i)).ToDictionary(s => s.Id, s => s.i);
        var numbers = samples.Select((s, i) => (Number: ImageNumber.Of(s.Id), i)).Where(s => s.Number is not null).ToDictionary(s => s.Number!.Value, s => s.i);
        var asked = samples.Select(_ => new List<VqaQuestion>()).ToArray();
        foreach (var question in VqaQuestions.Load(path, AnnotationFile(folder, split)))
        {
            var found = question.FileName is { } name ? names.TryGetValue(name, out var i) : numbers.TryGetValue(question.ImageId, out i);
            if (!found) throw new UserException($"{path}: question {question.Id} is about {question.FileName ?? $"picture {question.ImageId}"}, which is not in {split} of {data.Name}.");
            asked[i].Add(question);
        }
        return [.. asked.Select((questions, i) => new PictureQuestions(first + i, questions))];
    });

    private static QuestionSplits Split(DataSet data, Func<string, IReadOnlyList<Sample>, int, IEnumerable<PictureQuestions>> read)
    {
        return new QuestionSplits(Asked("train", data.Train, 0), Asked("dev", data.Dev, data.Train.Count), Asked("test", data.Test, data.Train.Count + data.Dev.Count));

        PictureQuestions[] Asked(string split, IReadOnlyList<Sample> samples, int first) => samples.Count == 0 ? [] : [.. read(split, samples, first).Where(p => p.Questions.Count > 0)];
    }
}
