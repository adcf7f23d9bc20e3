using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>What an answer network learns from people's answers.</summary>
public enum AnswerTarget
{
    /// <summary>The most common answer, by cross-entropy.</summary>
    MostCommon,

    /// <summary>Every answer's soft accuracy, by binary cross-entropy: VQA v2 in Oscar (Li et al. 2020).</summary>
    SoftScores,
}

/// <summary>Trains a transformer with an answer classifier on questions about pictures.</summary>
public sealed record AnswerSettings : TextSettings
{
    public AnswerSettings() => (MinimumUses, MaxWords) = (3, 16);

    /// <summary>
    /// Stage or folder with questions in VQA v2's form, per split train, dev and test <c>SPLIT.questions.json</c> and <c>SPLIT.annotations.json</c>;
    /// <c>data</c> = the data set's own.
    /// </summary>
    public string Questions { get; set; } = "questions";

    /// <summary>Hides the picture: a baseline that shows what the questions alone give away.</summary>
    public bool Blind { get; set; }

    /// <summary>What is learned from the answers.</summary>
    public AnswerTarget Target { get; set; } = AnswerTarget.MostCommon;

    /// <summary>Uses in the training answers from which one enters the list.</summary>
    [Range(1, 1000)]
    public int MinimumAnswerUses { get; set; } = 5;

    /// <summary>Longest answer list; 3129 in Oscar's VQA v2.</summary>
    [Range(2, 100_000)]
    public int MostAnswers { get; set; } = 3129;
}
