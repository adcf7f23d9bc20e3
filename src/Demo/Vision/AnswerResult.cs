using VlDistill.Inference;

namespace VlDistill.Demo.Vision;

/// <summary>What one model answered to a question about a frame, or why it could not.</summary>
/// <param name="Question">As it was typed.</param>
/// <param name="Answer">Likeliest answers, where the question's tokens looked, and the time; null where there is a problem.</param>
/// <param name="Problem">Why there is no answer, for the screen; null where there is one.</param>
/// <param name="FrameId">The frame it is about.</param>
/// <param name="At">When it was answered, on the program's clock.</param>
public sealed record AnswerResult(string Question, Answer? Answer, string? Problem, long FrameId, TimeSpan At)
{
    /// <summary>The boxes and region tokens that the question's tokens looked at; null where the frame is not known.</summary>
    public Perception? Perception { get; init; }
}
