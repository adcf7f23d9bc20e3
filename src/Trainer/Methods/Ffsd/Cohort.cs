using TorchSharp.Modules;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.Ffsd;

/// <summary>Students of one shape and different starting weights that see the same batches: two in deep mutual learning (Zhang et al. 2018) and in FFSD.</summary>
public sealed class Cohort : nn.Module
{
    private readonly ModuleList<CropClassifier> students;

    public Cohort(CropClassifierConfig config, int count) : base(nameof(Cohort))
    {
        students = nn.ModuleList(Enumerable.Range(0, count).Select(_ => new CropClassifier(config)).ToArray());
        RegisterComponents();
    }

    public IReadOnlyList<CropClassifier> Students => [.. students];

    /// <summary>What every student says about uint8 pictures (B, S, S, 3).</summary>
    public IReadOnlyList<CropClassifierOutput> Outputs(Tensor pictures) => [.. students.Select(s => s.call(pictures))];

    /// <summary>Logits (B, C) of the ensemble: the mean of the students', as FFSD's code takes it.</summary>
    public static Tensor Mean(IEnumerable<Tensor> logits) => stack(logits).mean([0]);
}
