using TorchSharp;

namespace VlDistill.Trainer.Losses;

/// <summary>One named part of a loss; the total is the weighted sum and every term is logged by its name, unweighted.</summary>
/// <param name="Name">Short and stable, for example <c>box</c>.</param>
/// <param name="Value">Scalar tensor with its graph.</param>
/// <param name="Weight">Factor in the total.</param>
public readonly record struct LossTerm(string Name, torch.Tensor Value, double Weight = 1);
