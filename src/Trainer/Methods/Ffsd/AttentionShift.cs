using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.Ffsd;

/// <summary>FFSD's diversity (Li et al. 2022, section III-C): the next common student is drawn to where the one before it does not look.</summary>
public static class AttentionShift
{
    /// <summary>
    /// The shifted target of a map's attention y = A(F), (B, P) → (B, P): n − ŷ above the threshold and ŷ below it, with n = ‖y‖,
    /// ŷ = y / n and the ⌊P / 3⌋-th smallest ŷ of the sample as threshold (the smallest where P &lt; 3). At the threshold itself, also where
    /// several places tie for it, the published code's sign function gives the middle, n / 2.
    /// </summary>
    public static Tensor Target(Tensor attention)
    {
        var (unit, size) = (AttentionMap.Unit(attention), attention.norm(1, keepdim: true));
        var lowest = (int)Math.Max(1, attention.shape[1] / 3);
        var (smallest, _) = unit.topk(lowest, 1, largest: false);
        return (size / 2 - unit) * (unit - smallest.narrow(1, lowest - 1, 1)).sign() + size / 2;
    }

    /// <summary>L_div: mean (norm(A(F_i)) − target)². Maps (B, C, h, w); <paramref name="other"/> is student i − 1's and gets no gradient.</summary>
    public static Tensor Loss(Tensor map, Tensor other) =>
        (AttentionMap.Unit(AttentionMap.Of(map)) - Target(AttentionMap.Of(other.detach()))).square().mean();

    /// <summary>A map whose energy is moved towards the target, for the self-distillation module: F + (target − ŷ) · n / C at every channel. Shape and values without gradient.</summary>
    public static Tensor Move(Tensor map)
    {
        var constant = map.detach();
        var attention = AttentionMap.Of(constant);
        var change = (Target(attention) - AttentionMap.Unit(attention)) * attention.norm(1, keepdim: true) / map.shape[1];
        return constant + change.view(map.shape[0], 1, map.shape[2], map.shape[3]);
    }
}
