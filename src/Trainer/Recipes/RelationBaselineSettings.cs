using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>What a relation network has to beat: predictors that never see the picture.</summary>
public abstract record RelationBaselineSettings : TrainingSettings
{
    /// <summary>Stage or folder with relations per split; <c>data</c> = the data set's own.</summary>
    public string Relations { get; set; } = "relations";
}

/// <summary>Predicts by how often the two names stand in a relation in training; counted, so one step without a learning rate is all.</summary>
public sealed record RelationPriorSettings : RelationBaselineSettings
{
    public RelationPriorSettings() => (Epochs, Steps, LearningRate, WarmupSteps, Lanes) = (0, 1, 0, 0, 1);
}

/// <summary>Trains a small perceptron on the two boxes alone.</summary>
public sealed record RelationSpatialSettings : RelationBaselineSettings
{
    public RelationSpatialSettings() => (Lanes, BatchSize, Epochs, LearningRate, WarmupSteps, EvaluateEvery) = (1, 16, 20, 2e-3, 50, 1000);

    /// <summary>Units of each of the two hidden layers.</summary>
    [Range(1, 4096)]
    public int Width { get; set; } = 64;

    /// <summary>Most pairs of a picture in a step, background included.</summary>
    [Range(1, 10_000)]
    public int PairsPerPicture { get; set; } = 32;

    /// <summary>Background pairs, which stand in no labelled relation, for every labelled one.</summary>
    [Range(0, 100.0)]
    public double Background { get; set; } = 3;
}
