using VlDistill.Trainer.Losses;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.PhraseEncoder;

/// <summary>Losses of a distilled text encoder; embeddings are (P, D) of unit length.</summary>
public static class PhraseLosses
{
    /// <summary>Term <c>direction</c>: 1 − cosine to the teacher's, mean over phrases.</summary>
    public static LossTerm Direction(Tensor student, Tensor teacher) => new("direction", 1 - (student * teacher).sum(1).mean([0]));

    /// <summary>Term <c>relations</c>: squared difference of the phrases' cosines to each other, mean over all pairs (relational distillation, Park et al. 2019, on cosines).</summary>
    public static LossTerm Relations(Tensor student, Tensor teacher, double weight) =>
        new("relations", (student.matmul(student.transpose(0, 1)) - teacher.matmul(teacher.transpose(0, 1))).pow(2).mean(), weight);
}
