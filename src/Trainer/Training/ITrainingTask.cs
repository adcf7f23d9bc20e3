using VlDistill.Trainer.Losses;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Training;

/// <summary>A lane's share of one optimiser step. Everything random in it may depend on <paramref name="Seed"/>, the step and the sample only.</summary>
/// <param name="Step">Counted from 0.</param>
/// <param name="Samples">Numbers of training samples.</param>
/// <param name="Seed">The run's seed.</param>
public sealed record StepShare(long Step, int[] Samples, ulong Seed);

/// <summary>What a lane's forward pass gives: named terms and how much the lane counts among the others.</summary>
/// <param name="Terms">Means over the lane's share.</param>
/// <param name="Weight">What the means were taken over, for example the number of words: lanes average by it.</param>
public sealed record StepLoss(IReadOnlyList<LossTerm> Terms, double Weight);

/// <summary>What differs between the networks that one loop trains.</summary>
public interface ITrainingTask : IDisposable
{
    /// <summary>Training samples; the loop draws numbers below this.</summary>
    int Samples { get; }

    /// <summary>Which of <see cref="Evaluate"/>'s figures decides the best checkpoint; more is better.</summary>
    string BestMetric { get; }

    /// <summary>Metadata of the checkpoints: which network this is and how to build it.</summary>
    IReadOnlyDictionary<string, string> Description { get; }

    /// <summary>Builds the network with its starting weights. Called once per lane; lanes after the first then share the first one's storage.</summary>
    nn.Module CreateModel();

    /// <summary>Whether a parameter starts from a pretrained network and so learns at the reduced rate.</summary>
    bool IsPretrained(string parameter);

    /// <summary>Forward pass over a share; called on the lane's thread inside a dispose scope.</summary>
    StepLoss Step(nn.Module replica, StepShare share);

    /// <summary>Called after the optimiser's step, once for the whole batch, with the network that is saved.</summary>
    void AfterStep(nn.Module model, StepShare batch)
    {
    }

    /// <summary>The part of the network that the stage is trained for: what the best checkpoint holds. All of it unless some parts only help in training.</summary>
    nn.Module Result(nn.Module model) => model;

    /// <summary>Figures on the dev split, by name.</summary>
    IReadOnlyDictionary<string, double> Evaluate(LaneTeam lanes);
}
