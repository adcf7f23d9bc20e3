namespace VlDistill.Inference;

/// <summary>One entry of a model's answer list with its probability in [0, 1].</summary>
public readonly record struct ScoredAnswer(string Text, float Score);

/// <summary>A token of the question as the network read it, and where it looked from there in each layer.</summary>
/// <param name="Text">The word, or the mark <c>&lt;cls&gt;</c>, <c>&lt;unk&gt;</c>, <c>&lt;sep&gt;</c>.</param>
/// <param name="Attention">Layers × heads × region tokens, row-major; each (layer, head) row is the part of the softmax that fell on regions.</param>
public readonly record struct QuestionToken(string Text, float[] Attention);

/// <summary>What a model answers to a question about a frame.</summary>
/// <param name="Best">Answers by falling probability, at least one.</param>
/// <param name="Question">The question's tokens; the answer was read at the first.</param>
/// <param name="Milliseconds">Time from the frame to the scores, the student's eyes not counted.</param>
public sealed record Answer(IReadOnlyList<ScoredAnswer> Best, IReadOnlyList<QuestionToken> Question, double Milliseconds)
{
    public string Text => Best[0].Text;

    public float Score => Best[0].Score;
}
