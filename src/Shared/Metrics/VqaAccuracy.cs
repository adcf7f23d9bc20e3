using VlDistill.Datasets;

namespace VlDistill.Metrics;

/// <summary>An answered question.</summary>
/// <param name="Answers">What people said.</param>
public sealed record AnswerSample(string Answer, string AnswerType, IReadOnlyList<string> Answers);

/// <summary>VQA's soft accuracy and its parts, all in [0, 1]; NaN where there was nothing to count.</summary>
/// <param name="Types">By answer type.</param>
/// <param name="YesGiven">Share of "yes" among the answers given to yes/no questions.</param>
/// <param name="YesTrue">Share of "yes" among people's.</param>
public sealed record VqaAccuracy(
    double Overall, IReadOnlyDictionary<string, (double Accuracy, int Count)> Types, double YesGiven, double YesTrue, int Count)
{
    /// <summary>As many people as must agree with an answer for it to be wholly right (Antol et al. 2015, section 3).</summary>
    private const double Agreeing = 3;

    public static VqaAccuracy Of(IReadOnlyList<AnswerSample> samples)
    {
        var scores = samples.Select(s => Score(s.Answer, s.Answers)).ToArray();
        var types = samples.Select((s, i) => (s.AnswerType, Score: scores[i])).GroupBy(s => s.AnswerType)
            .ToDictionary(g => g.Key, g => (g.Average(s => s.Score), g.Count()));
        var closed = samples.Where(s => s.AnswerType == VqaQuestion.YesNo).ToArray();
        return new VqaAccuracy(Mean(scores), types, Mean([.. closed.Select(s => IsYes(s.Answer))]), Mean([.. closed.SelectMany(s => s.Answers.Select(IsYes))]), samples.Count);
    }

    /// <summary>
    /// Mean over all sets that leave one person out of min(people who said so / 3, 1). Both sides are normalised; the official program
    /// leaves answers that all people share as they are. A single answer is right or wrong.
    /// </summary>
    public static double Score(string answer, IReadOnlyList<string> people)
    {
        var given = AnswerNormalizer.Normalize(answer);
        var agree = people.Count(p => AnswerNormalizer.Normalize(p) == given);
        if (people.Count <= 1) return agree;
        var without = agree * Math.Min((agree - 1) / Agreeing, 1) + (people.Count - agree) * Math.Min(agree / Agreeing, 1);
        return without / people.Count;
    }

    /// <summary>Figures by name, for JSON output.</summary>
    public IReadOnlyDictionary<string, double> Named
    {
        get
        {
            var named = new Dictionary<string, double> { ["overall"] = Overall };
            foreach (var type in (string[])[VqaQuestion.YesNo, VqaQuestion.Number, VqaQuestion.Other]) named[type] = Types.GetValueOrDefault(type, (Accuracy: double.NaN, Count: 0)).Accuracy;
            (named["share of yes in answers"], named["share of yes in references"], named["questions"]) = (YesGiven, YesTrue, Count);
            return named;
        }
    }

    private static double IsYes(string answer) => AnswerNormalizer.Normalize(answer) == "yes" ? 1 : 0;

    private static double Mean(IReadOnlyCollection<double> values) => values.Count == 0 ? double.NaN : values.Average();
}
