using System.Text.Json.Serialization;

namespace VlDistill.Datasets;

/// <summary>VQA v2's two files: questions, and annotations with ten answers each (visualqa.org).</summary>
/// <remarks>One addition: a question may carry <c>file_name</c>, for pictures whose names are not COCO's numbers.</remarks>
public static class VqaQuestions
{
    /// <summary>Reads a questions file; nothing is known about the answers.</summary>
    /// <exception cref="UserException">A field is missing or an id repeats; the message names the entry.</exception>
    public static IReadOnlyList<VqaQuestion> Load(string questions)
    {
        var entries = JsonFile.Read<QuestionFile>(questions).Questions ?? throw new UserException($"{questions}: not a VQA questions file: it needs 'questions'");
        var seen = new HashSet<long>();
        return [.. entries.Select((entry, i) =>
        {
            if (entry is not { QuestionId: { } id, ImageId: { } image, Question: { Length: > 0 } text })
                throw new UserException($"{questions}: questions[{i}] needs 'question_id', 'image_id' and 'question'");
            if (!seen.Add(id)) throw new UserException($"{questions}: questions[{i}] repeats question_id {id}");
            return new VqaQuestion(id, image, entry.FileName, text, "", "", []);
        })];
    }

    /// <summary>Reads an annotations file; the questions' texts are empty.</summary>
    /// <exception cref="UserException">A field is missing or an id repeats; the message names the entry.</exception>
    public static IReadOnlyList<VqaQuestion> LoadAnswers(string annotations)
    {
        var entries = JsonFile.Read<AnnotationFile>(annotations).Annotations
            ?? throw new UserException($"{annotations}: not a VQA annotations file: it needs 'annotations'");
        var seen = new HashSet<long>();
        return [.. entries.Select((entry, i) =>
        {
            if (entry is not { QuestionId: { } id, ImageId: { } image, Answers: { Count: > 0 } answers } || answers.Any(a => a?.Answer is null))
                throw new UserException($"{annotations}: annotations[{i}] needs 'question_id', 'image_id' and 'answers' with an 'answer' each");
            if (!seen.Add(id)) throw new UserException($"{annotations}: annotations[{i}] repeats question_id {id}");
            return new VqaQuestion(id, image, null, "", entry.QuestionType ?? "", entry.AnswerType ?? VqaQuestion.Other, [.. answers.Select(a => a!.Answer!)]);
        })];
    }

    /// <summary>Reads both files and puts them together by question id; annotations of other questions are left out.</summary>
    /// <exception cref="UserException">A file is damaged or a question has no annotation.</exception>
    public static IReadOnlyList<VqaQuestion> Load(string questions, string annotations)
    {
        var answers = LoadAnswers(annotations).ToDictionary(a => a.Id);
        return [.. Load(questions).Select(q => answers.TryGetValue(q.Id, out var a)
            ? q with { QuestionType = a.QuestionType, AnswerType = a.AnswerType, Answers = a.Answers }
            : throw new UserException($"{annotations}: question {q.Id} of {questions} has no annotation; are these files of the same split?"))];
    }

    /// <summary>Writes both files; <paramref name="description"/> says where the questions come from.</summary>
    public static void Save(string questions, string annotations, string description, IReadOnlyList<VqaQuestion> list)
    {
        var info = new Origin(description);
        JsonFile.Write(questions, new QuestionFile(info, [.. list.Select(q => new Entry(q.ImageId, q.Text, q.Id, q.FileName))]), readable: false);
        JsonFile.Write(annotations, new AnnotationFile(info, [.. list.Select(q => new Annotation(q.QuestionType, q.MostCommon,
            [.. q.Answers.Select((a, i) => new Given(a, "yes", i + 1))], q.ImageId, q.AnswerType, q.Id))]), readable: false);
    }

    private sealed record Origin(string? Description);

    private sealed record QuestionFile(Origin? Info, List<Entry?>? Questions);

    private sealed record Entry(
        long? ImageId, string? Question, long? QuestionId,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? FileName);

    private sealed record AnnotationFile(Origin? Info, List<Annotation?>? Annotations);

    private sealed record Annotation(
        string? QuestionType, string? MultipleChoiceAnswer, List<Given?>? Answers, long? ImageId, string? AnswerType, long? QuestionId);

    private sealed record Given(string? Answer, string? AnswerConfidence, int? AnswerId);
}
