using VlDistill.Trainer.Losses;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.RvlBert;

/// <summary>What RVL-BERT learns from labels: CE(predicate) + MSE(masks, boxes) (Chiou et al. 2021, section III-F).</summary>
public static class RelationLosses
{
    /// <summary>Term <c>predicate</c>: cross-entropy, mean over pairs. Logits (N, classes), targets (N) int64.</summary>
    public static LossTerm Predicates(Tensor logits, Tensor targets) => new("predicate", nn.functional.cross_entropy(logits, targets));

    /// <summary>Term <c>masks</c>: squared distance of each pair's two masks to its boxes', mean over cells, roles and pairs.</summary>
    /// <param name="masks">(O, g, g) in either role.</param>
    /// <param name="boxes">The objects' boxes as masks, (O, g, g).</param>
    /// <param name="subjects">(N) int64.</param>
    /// <param name="objects">(N) int64.</param>
    /// <param name="weight">Factor in the total.</param>
    public static LossTerm Masks(RoleMasks masks, Tensor boxes, Tensor subjects, Tensor objects, double weight = 1)
    {
        var distance = Distance(masks.Subjects, subjects) + Distance(masks.Objects, objects);
        return new LossTerm("masks", distance / 2, weight);

        Tensor Distance(Tensor role, Tensor pairs) => nn.functional.mse_loss(role.index_select(0, pairs), boxes.index_select(0, pairs));
    }
}
