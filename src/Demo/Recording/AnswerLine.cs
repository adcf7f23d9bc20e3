using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Recording;

/// <summary>A line of session.jsonl with an answer; told from a caption's line by its question.</summary>
/// <param name="Time">When it was answered, in seconds since the program started.</param>
/// <param name="Model">Who answered.</param>
/// <param name="Frame">The frame it is about.</param>
/// <param name="Question">As it was typed.</param>
/// <param name="Answer">The likeliest; null where there is a problem.</param>
/// <param name="Score">Its probability.</param>
/// <param name="Best">Answers by falling probability.</param>
/// <param name="Words">The question's tokens with their attention; each one's <c>p</c> is 1.</param>
/// <param name="Boxes">What the tokens could look at.</param>
/// <param name="Ms">Time from the frame to the answer.</param>
/// <param name="Problem">Why there is no answer.</param>
public sealed record AnswerLine(
    double Time,
    string Model,
    long Frame,
    string Question,
    string? Answer,
    double Score,
    IReadOnlyList<SessionAnswer> Best,
    IReadOnlyList<SessionWord> Words,
    IReadOnlyList<SessionBox> Boxes,
    double Ms,
    string? Problem)
{
    public static AnswerLine From(string model, AnswerResult result, IReadOnlyList<string> labels) => new(
        Math.Round(result.At.TotalSeconds, 4),
        model,
        result.FrameId,
        result.Question,
        result.Answer?.Text,
        Math.Round(result.Answer?.Score ?? 0, 4),
        [.. result.Answer?.Best.Select(b => new SessionAnswer(b.Text, Math.Round(b.Score, 4))) ?? []],
        [.. result.Answer?.Question.Select(token => new SessionWord(token.Text, 1, 0) { Attention = AttentionBytes.Encode(token.Attention) }) ?? []],
        result.Perception is { } seen ? SessionBox.From(seen.Regions, labels) : [],
        Math.Round(result.Answer?.Milliseconds ?? 0, 2),
        result.Problem);
}

/// <summary>A possible answer and its probability.</summary>
public sealed record SessionAnswer(string Text, double Score);
