using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>What every stage of a recipe has.</summary>
public abstract record StageSettings
{
    /// <summary>Folder of the stage in the run and the name later stages refer to; letters, digits and dashes.</summary>
    public string Name { get; set; } = "";

    /// <summary>What the stage does; decides which other keys it has.</summary>
    public string Task { get; set; } = "";

    /// <summary>Data set, by the name given to <c>--data NAME=DIR</c>; <c>scenes</c> needs no folder.</summary>
    public string Data { get; set; } = "flickr8k";
}

/// <summary>How the learning rate goes from its peak to its end.</summary>
public enum Schedule
{
    Constant,
    Linear,
    Cosine,
}

/// <summary>What every stage that trains a network has.</summary>
public abstract record TrainingSettings : StageSettings
{
    /// <summary>Passes over the training data, fractions allowed; 0 takes <see cref="Steps"/>.</summary>
    [Range(0, 10000.0)]
    public double Epochs { get; set; } = 8;

    /// <summary>Optimiser steps, when <see cref="Epochs"/> is 0.</summary>
    [Range(0, 100_000_000)]
    public int Steps { get; set; }

    /// <summary>Samples per optimiser step, over all lanes.</summary>
    [Range(1, 65536)]
    public int BatchSize { get; set; } = 20;

    /// <summary>Data-parallel threads, each on its share of the batch with one ATen thread; 0 = one per processor.</summary>
    [Range(0, 256)]
    public int Lanes { get; set; }

    /// <summary>Peak learning rate of AdamW.</summary>
    [Range(0, 10.0)]
    public double LearningRate { get; set; } = 1e-3;

    /// <summary>Factor on the learning rate of parameters that start from a pretrained network.</summary>
    [Range(0, 1.0)]
    public double PretrainedFactor { get; set; } = 1;

    /// <summary>Learning rate at the end, as a share of the peak.</summary>
    [Range(0, 1.0)]
    public double EndFactor { get; set; } = 0.01;

    /// <summary>Shape between warm-up and end.</summary>
    public Schedule Schedule { get; set; } = Schedule.Cosine;

    /// <summary>Steps in which the learning rate rises linearly from 0.</summary>
    [Range(0, 1_000_000)]
    public int WarmupSteps { get; set; } = 100;

    /// <summary>Decoupled weight decay; biases and norms have none.</summary>
    [Range(0, 1.0)]
    public double WeightDecay { get; set; } = 0.01;

    /// <summary>Decay of the squared gradient's average.</summary>
    [Range(0.5, 0.99999)]
    public double Beta2 { get; set; } = 0.98;

    /// <summary>Largest L2 norm of the gradient over all parameters; 0 = no clipping.</summary>
    [Range(0, 1e6)]
    public double Clip { get; set; } = 1;

    /// <summary>Steps between evaluations on the dev split; the last step is always evaluated.</summary>
    [Range(1, 100_000_000)]
    public int EvaluateEvery { get; set; } = 500;

    /// <summary>Dev pictures used in an evaluation.</summary>
    [Range(1, 1_000_000)]
    public int EvaluateOn { get; set; } = 200;

    /// <summary>Seconds between writes of the last checkpoint; 0 writes at every step.</summary>
    [Range(0, 86400.0)]
    public double CheckpointSeconds { get; set; } = 60;

    /// <summary>Steps between lines of metrics.jsonl; each line holds the mean over them.</summary>
    [Range(1, 1_000_000)]
    public int LogEvery { get; set; } = 10;
}
