using TorchSharp.Modules;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Recipes;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Training;

/// <summary>What a finished training says about itself.</summary>
/// <param name="Seconds">Over all processes of a resumed stage.</param>
public sealed record TrainReport(long Steps, string Metric, double? Best, long BestStep, double Seconds, int Lanes, IReadOnlyDictionary<string, double> Final);

/// <summary>
/// The one training loop. A step is a function of the seed, the step number and the weights before it, so that a run killed at any
/// moment and resumed from its last checkpoint ends with the same weights as one that was left alone.
/// </summary>
public sealed class TrainLoop(TrainingSettings settings, ITrainingTask task, StageFolder folder, ulong seed, IProgress progress, CancellationToken stop)
{
    private readonly long total = StepsOf(settings, task.Samples);
    private readonly int laneCount = settings.Lanes > 0 ? settings.Lanes : Environment.ProcessorCount;

    /// <summary>Optimiser steps of a training with so many samples.</summary>
    public static long StepsOf(TrainingSettings settings, int samples) =>
        settings.Epochs > 0 ? (long)Math.Ceiling(settings.Epochs * samples / settings.BatchSize) : settings.Steps;

    /// <summary>Trains to the end; with <paramref name="resume"/> from the stage's last checkpoint where there is one.</summary>
    /// <exception cref="UserException">A loss became NaN or infinite, the disk is full, a checkpoint is damaged, or the run was asked to stop.</exception>
    public TrainReport Run(bool resume)
    {
        set_num_threads(1);
        using var lanes = new LaneTeam(task.CreateModel, laneCount, seed);
        // Replicas share their running statistics, which several threads would change in an order of their own.
        if (laneCount > 1 && lanes.Model.modules().Any(m => m is BatchNorm2d)) throw new UserException($"stage {folder.Name}: its network has batch norms and trains on one lane; set {folder.Name}.lanes=1, not {laneCount}.");
        using var optimizer = ParameterGroups.Optimizer(settings, lanes.Model, task.IsPretrained);
        var order = new SeededOrder(seed, task.Samples, settings.BatchSize);
        var state = resume && File.Exists(folder.Last) ? Checkpoint.Load(folder.Last, lanes.Model, optimizer) : new TrainState(0, null, 0);
        using var log = new MetricsLog(folder.Metrics, state.Step, settings.LogEvery);
        var clock = new TrainClock(settings.CheckpointSeconds);
        progress.Begin(folder.Name, state.Step, total);

        IReadOnlyDictionary<string, double> figures = new Dictionary<string, double>();
        while (state.Step < total)
        {
            var rates = ParameterGroups.SetLearningRate(optimizer, settings, state.Step, total);
            var batch = order.Batch(state.Step);
            var losses = lanes.Step(task, state.Step, batch, seed);
            StopAtNonsense(losses, state.Step);
            var norm = settings.Clip > 0 ? nn.utils.clip_grad_norm_(lanes.Model.parameters(), settings.Clip) : 0;
            optimizer.step();
            AfterStep(lanes.Model, new StepShare(state.Step, batch, seed));
            state = state with { Step = state.Step + 1 };
            log.Add(state.Step, losses, rates, norm, settings.BatchSize);
            progress.Report(state.Step, losses["loss"], state.Best);

            if (state.Step % settings.EvaluateEvery == 0 || state.Step == total)
            {
                figures = task.Evaluate(lanes).Where(f => double.IsFinite(f.Value)).ToDictionary();
                log.AddEvaluation(state.Step, figures);
                progress.Evaluated(state.Step, figures);
                if (figures.TryGetValue(task.BestMetric, out var figure) && !(figure <= state.Best))
                {
                    state = state with { Best = figure, BestStep = state.Step };
                    Checkpoint.Save(folder.Best, task.Result(lanes.Model), null, state, task.Description);
                }
            }
            if (clock.IsCheckpointDue() || state.Step == total || stop.IsCancellationRequested)
                Checkpoint.Save(folder.Last, lanes.Model, optimizer, state, task.Description);
            if (stop.IsCancellationRequested && state.Step < total)
                throw new UserException($"stage {folder.Name} stopped on request after step {state.Step} of {total}; continue with --resume.");
        }
        progress.End();
        return new TrainReport(total, task.BestMetric, state.Best, state.BestStep, log.Seconds, laneCount, figures);
    }

    private void AfterStep(nn.Module model, StepShare batch)
    {
        using var off = no_grad();
        using var scope = NewDisposeScope();
        task.AfterStep(model, batch);
    }

    private void StopAtNonsense(IReadOnlyDictionary<string, double> losses, long step)
    {
        var bad = losses.Where(l => !double.IsFinite(l.Value)).Select(l => l.Key).OrderBy(name => name == "loss").FirstOrDefault();
        if (bad is null) return;
        throw new UserException($"stage {folder.Name}: loss term \"{bad}\" is {losses[bad]} at step {step}; lower learningRate or raise warmupSteps. The last checkpoint is from before.");
    }
}
