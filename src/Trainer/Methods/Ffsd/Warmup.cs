namespace VlDistill.Trainer.Methods.Ffsd;

/// <summary>How FFSD's weights λ rise in the first epochs, 5 of 300 in the published code: feature terms mean little while networks are random.</summary>
public static class Warmup
{
    /// <summary>e^{−5 (1 − e/E)²} up to epoch E, then 1; 1 throughout where E is 0.</summary>
    /// <param name="epoch">e: epochs passed, fractions included.</param>
    /// <param name="length">E.</param>
    public static double Factor(double epoch, double length) => epoch >= length ? 1 : Math.Exp(-5 * Math.Pow(1 - epoch / length, 2));
}
