namespace VlDistill.Trainer.Data.Questions;

/// <summary>Takes away questions so that guessing the usual answer pays little.</summary>
public static class AnswerBalance
{
    /// <summary>
    /// Keeps, of each kind and subject, so many of every answer that none has more than the share; what goes is drawn by the seed. A group
    /// with too few different answers for that goes as a whole.
    /// </summary>
    public static IReadOnlyList<GeneratedQuestion> Cap(IReadOnlyList<GeneratedQuestion> questions, double share, ulong seed)
    {
        var random = new SeededRandom(seed, 4);
        return [.. questions.Select((Question, Place) => (Question, Place, Order: random.Next()))
            .GroupBy(q => (q.Question.Kind, q.Question.Subject))
            .SelectMany(group =>
            {
                var answers = group.GroupBy(q => q.Question.Answer).ToList();
                var cap = Largest([.. answers.Select(a => a.Count())], share);
                return answers.SelectMany(a => a.OrderBy(q => q.Order).Take(cap));
            }).OrderBy(q => q.Place).Select(q => q.Question)];
    }

    /// <summary>The largest c with c ≤ share · Σ min(n, c).</summary>
    private static int Largest(int[] counts, double share)
    {
        for (var cap = counts.Max(); cap > 0; cap--)
            if (Math.Min(cap, counts.Max()) <= share * counts.Sum(n => Math.Min(n, cap))) return cap;
        return 0;
    }
}
