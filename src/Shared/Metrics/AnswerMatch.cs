using VlDistill.Datasets;

namespace VlDistill.Metrics;

/// <summary>Puts predicted answers and people's together by question id.</summary>
public static class AnswerMatch
{
    /// <summary>One sample per prediction; questions nobody answered are not scored.</summary>
    /// <param name="predictionsName">For messages.</param>
    /// <param name="referencesName">For messages.</param>
    /// <exception cref="UserException">A prediction is for a question that the references lack.</exception>
    public static IReadOnlyList<AnswerSample> Samples(
        IReadOnlyList<PredictedAnswer> predictions, string predictionsName, IReadOnlyList<VqaQuestion> references, string referencesName)
    {
        var known = references.ToDictionary(r => r.Id);
        return [.. predictions.Select(p => known.TryGetValue(p.QuestionId!.Value, out var r)
            ? new AnswerSample(p.Answer!, r.AnswerType, r.Answers)
            : throw new UserException($"{predictionsName}: question {p.QuestionId} is not in {referencesName}; are these the references of the same questions?"))];
    }
}
