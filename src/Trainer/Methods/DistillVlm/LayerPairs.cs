using VlDistill.Trainer.Recipes;

namespace VlDistill.Trainer.Methods.DistillVlm;

/// <summary>A student's layer and the teacher's it is compared with, counted from 0.</summary>
public readonly record struct LayerPair(int Student, int Teacher)
{
    /// <summary>The compared layers. Uniform: g(m) = m · L_T / L_S, rounded up, with layers counted from 1 (Fang et al. 2021, section 3.3).</summary>
    public static LayerPair[] Of(LayerMap map, int student, int teacher) => map == LayerMap.Last
        ? [new LayerPair(student - 1, teacher - 1)]
        : [.. Enumerable.Range(1, student).Select(m => new LayerPair(m - 1, (m * teacher + student - 1) / student - 1))];
}
