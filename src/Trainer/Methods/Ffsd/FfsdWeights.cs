namespace VlDistill.Trainer.Methods.Ffsd;

/// <summary>FFSD's weights as they are at a step.</summary>
/// <param name="Diversity">λ_div.</param>
/// <param name="Fusion">λ_fus.</param>
/// <param name="SelfDistillation">λ_sd; 0 also leaves out the terms that need the modules.</param>
/// <param name="Temperature">T of every divergence.</param>
public sealed record FfsdWeights(double Diversity, double Fusion, double SelfDistillation, double Temperature)
{
    /// <summary>The weights with the λ warmed up; T does not change.</summary>
    public FfsdWeights At(double epoch, double warmupEpochs)
    {
        var factor = Warmup.Factor(epoch, warmupEpochs);
        return this with { Diversity = Diversity * factor, Fusion = Fusion * factor, SelfDistillation = SelfDistillation * factor };
    }
}
