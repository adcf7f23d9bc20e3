using TorchSharp.Modules;
using VlDistill.Trainer.Recipes;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Training;

/// <summary>AdamW over four groups: fresh or pretrained parameters, with or without weight decay (matrices and filters have it, biases and norms do not).</summary>
public static class ParameterGroups
{
    private const double Beta1 = 0.9, Epsilon = 1e-8;

    /// <summary>Builds the optimiser; empty groups are left out, the order is fixed.</summary>
    public static AdamW Optimizer(TrainingSettings settings, nn.Module model, Func<string, bool> isPretrained)
    {
        var groups = model.named_parameters()
            .Select(p => (Value: p.Item2, Pretrained: isPretrained(p.Item1), Decays: p.Item2.dim() > 1))
            .GroupBy(p => (p.Pretrained, p.Decays))
            .OrderBy(g => g.Key)
            .Select(g => new AdamW.ParamGroup(g.Select(p => p.Value), Peak(settings, g.Key.Pretrained), Beta1, settings.Beta2, Epsilon, g.Key.Decays ? settings.WeightDecay : 0));
        return new AdamW([.. groups], settings.LearningRate, Beta1, settings.Beta2, Epsilon, settings.WeightDecay);
    }

    /// <summary>Sets every group's learning rate for a step and returns the fresh parameters' one.</summary>
    public static double SetLearningRate(AdamW optimizer, TrainingSettings settings, long step, long total)
    {
        var factor = Factor(settings, step, total);
        foreach (var group in optimizer.ParamGroups) group.LearningRate = group.InitialLearningRate * factor;
        return settings.LearningRate * factor;
    }

    /// <summary>Linear warm-up from 0, then the schedule from 1 down to the end factor; step counted from 0.</summary>
    public static double Factor(TrainingSettings settings, long step, long total)
    {
        if (step < settings.WarmupSteps) return (step + 1.0) / settings.WarmupSteps;
        var part = Math.Clamp((step - settings.WarmupSteps) / Math.Max(1.0, total - settings.WarmupSteps), 0, 1);
        var fall = settings.Schedule switch
        {
            Schedule.Cosine => (1 + Math.Cos(Math.PI * part)) / 2,
            Schedule.Linear => 1 - part,
            _ => 1,
        };
        return settings.EndFactor + (1 - settings.EndFactor) * fall;
    }

    private static double Peak(TrainingSettings settings, bool pretrained) => settings.LearningRate * (pretrained ? settings.PretrainedFactor : 1);
}
