using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Text;

namespace VlDistill.Trainer.Data.Questions;

/// <summary>The fixed answers a network chooses from, and what a question's people say about each.</summary>
public sealed class AnswerClasses
{
    private readonly Dictionary<string, int> numbers;

    public AnswerClasses(IReadOnlyList<string> list) => (List, numbers) = (list, list.Select((answer, i) => (answer, i)).ToDictionary(a => a.answer, a => a.i));

    /// <summary>Answers by falling frequency; ties in alphabetical order.</summary>
    public IReadOnlyList<string> List { get; }

    /// <summary>The most common answers of training questions, in their comparable form.</summary>
    /// <exception cref="UserException">No answer is used that often.</exception>
    public static AnswerClasses Build(IEnumerable<VqaQuestion> questions, int minimumUses, int most)
    {
        var list = questions.CountBy(q => AnswerNormalizer.Normalize(q.MostCommon)).Where(a => a.Value >= minimumUses && a.Key.Length > 0)
            .OrderByDescending(a => a.Value).ThenBy(a => a.Key, StringComparer.Ordinal).Take(most).Select(a => a.Key).ToArray();
        return list.Length > 0 ? new AnswerClasses(list) : throw new UserException($"no answer is given {minimumUses} times in the training questions; lower minimumAnswerUses.");
    }

    public void Save(string path) => AnswerList.Save(path, List);

    /// <summary>The class of the most common answer, −1 when the list lacks it.</summary>
    public int Of(VqaQuestion question) => numbers.GetValueOrDefault(AnswerNormalizer.Normalize(question.MostCommon), -1);

    /// <summary>Soft accuracy of each listed answer that somebody gave.</summary>
    public IReadOnlyList<(int Class, float Score)> Scores(VqaQuestion question) =>
        [.. question.Answers.Select(AnswerNormalizer.Normalize).Distinct().Where(numbers.ContainsKey).Select(a => (numbers[a], (float)VqaAccuracy.Score(a, question.Answers)))];
}
