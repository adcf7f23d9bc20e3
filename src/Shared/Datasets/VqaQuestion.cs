namespace VlDistill.Datasets;

/// <summary>A question about a picture and, where known, what people answered (ten of them in VQA v2).</summary>
/// <param name="Id">Unique in its file.</param>
/// <param name="ImageId">COCO's number, or the file's own.</param>
/// <param name="FileName">The picture, where its name is not the number; VQA v2 has none.</param>
/// <param name="QuestionType">The question's first words or its kind.</param>
/// <param name="AnswerType"><c>yes/no</c>, <c>number</c> or <c>other</c>.</param>
/// <param name="Answers">One per person; empty when nobody answered.</param>
public sealed record VqaQuestion(
    long Id, long ImageId, string? FileName, string Text, string QuestionType, string AnswerType, IReadOnlyList<string> Answers)
{
    public const string YesNo = "yes/no", Number = "number", Other = "other";

    /// <summary>People asked per question in VQA v2.</summary>
    public const int People = 10;

    /// <summary>A question with one certain answer, which counts as all ten people's.</summary>
    public static VqaQuestion Certain(long id, long imageId, string? fileName, string text, string questionType, string answer) =>
        new(id, imageId, fileName, text, questionType, TypeOf(answer), [.. Enumerable.Repeat(answer, People)]);

    /// <summary>What most people answered, the first of equals; empty when nobody did.</summary>
    public string MostCommon => Answers.GroupBy(a => a).MaxBy(g => g.Count())?.Key ?? "";

    private static string TypeOf(string answer) => answer is "yes" or "no" ? YesNo : answer.All(char.IsAsciiDigit) ? Number : Other;
}
