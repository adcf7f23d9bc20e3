using VlDistill.Trainer.Data;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.DistillVlm;

/// <summary>DistillVLM in a task: α L_att + β L_hid + γ L_cls beside the task's own loss (Fang et al. 2021, section 3.3).</summary>
public sealed class Distiller : IDisposable
{
    /// <summary>Anchors whose near duplicates in the queue are counted: an estimate for the log that costs nothing.</summary>
    private const int Inspected = 32;

    private readonly DistilSettings settings;
    private readonly LayerPair[] pairs;
    private readonly int width;
    private readonly TeacherCache cache;
    private readonly TargetReader reader;

    private Distiller(TextSettings settings, LayerPair[] pairs, int width, TeacherCache cache, DistillTexts texts)
    {
        (this.settings, this.pairs, this.width, this.cache) = (settings.Distil, pairs, width, cache);
        reader = new TargetReader(cache, settings.Distil, texts, settings.BatchSize);
    }

    /// <summary>Asks the teachers the settings name; null where they name none.</summary>
    /// <param name="network">The student's words and size.</param>
    /// <param name="classes">The student's classes, 0 when it is no classifier.</param>
    /// <exception cref="UserException">A teacher has not finished or does not fit the student.</exception>
    public static Distiller? Open(TextSettings settings, RunContext context, StageFolder folder, TextNetwork network, int classes, DistillTexts texts)
    {
        if (settings.Distil.Teacher.Length == 0) return null;
        var teachers = settings.Distil.Teacher.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(stage => Teacher.Open(context, network.Data, stage)).ToArray();
        try
        {
            var longest = Enumerable.Range(0, texts.Samples * texts.Views).SelectMany(r => texts.Segments(r / texts.Views, r % texts.Views)).Max(t => t.Inputs.Length);
            foreach (var teacher in teachers)
            {
                teacher.RequireFits(context, folder, longest);
                if (teacher.Regions.Grid != network.Regions.Grid)
                    throw new UserException($"stage {settings.Name} reads {Tokens(network.Regions)}, its teacher {teacher.Stage} {Tokens(teacher.Regions)}; give both the same grid.");
                if (texts.Labels == SoftLabels.Classes && teacher.Classes != classes)
                    throw new UserException($"stage {settings.Name} has {classes} classes, its teacher {teacher.Stage} has {teacher.Classes}; train both on the same answers.");
            }
            var (config, student) = (teachers[0].Config, network.Config);
            if (settings.Distil.Attention > 0) HeadGroups.Require(teachers[0].Stage, config.Heads, settings.Name, student.Heads);
            var pairs = LayerPair.Of(settings.Distil.Layers, student.Layers, config.Layers);
            var heads = config.Heads % student.Heads == 0 ? student.Heads : config.Heads;
            var layout = new TeacherLayout(pairs.Length, heads, config.Width,
                texts.Labels == SoftLabels.Words ? Math.Min(TeacherRun.MostWords, config.Vocabulary) : 0, texts.Labels == SoftLabels.Classes ? classes : 0);
            return new Distiller(settings, pairs, student.Width, new TeacherRun(teachers, texts, layout, pairs, context).Open(), texts);
        }
        finally
        {
            foreach (var teacher in teachers) teacher.Regions.Dispose();
        }

        static string Tokens(RegionReader regions) => regions.Grid ? "grid and boxes" : "boxes alone";
    }

    /// <summary>What is trained: the student with its projections and queues, or the student alone without a distiller.</summary>
    public static nn.Module Wrap(Distiller? distiller, nn.Module student) => distiller is null ? student
        : new DistilledStudent(student, distiller.settings.Hidden > 0 ? distiller.pairs.Length : 0, distiller.width, distiller.cache.Layout.Width, distiller.settings.Queue);

    /// <summary>The description of the student, which says where it lies in the checkpoint.</summary>
    public static IReadOnlyDictionary<string, string> Describe(Distiller? distiller, IReadOnlyDictionary<string, string> student) =>
        distiller is null ? student : TrainedTransformer.Within(student, DistilledStudent.Prefix);

    /// <summary>The loss terms of a share.</summary>
    /// <param name="replica">From <see cref="Wrap"/>.</param>
    /// <param name="output">What its student said.</param>
    /// <param name="classes">Its class logits (S, C), where it is a classifier.</param>
    /// <param name="regions">What it saw.</param>
    /// <param name="packed">What it read.</param>
    /// <param name="share">The samples.</param>
    public IEnumerable<LossTerm> Terms(nn.Module replica, VlOutput output, Tensor? classes, RegionBatch regions, PackedTexts packed, StepShare share)
    {
        var targets = reader.Read(share, regions, packed);
        if (settings.Attention > 0)
            yield return AttentionLoss.Compute([.. pairs.Select(p => output.Attention[p.Student])], targets.Attention, targets.Real, settings.Attention);
        if (settings.Hidden > 0)
            foreach (var term in Hidden((DistilledStudent)replica, output, targets)) yield return term;
        if (targets.Words is not null)
            yield return SoftLabelLoss.Words(output.Logits, targets.Words, targets.WordProbabilities!, settings.ClassTemperature, settings.Classes);
        if (targets.Classes is not null)
            yield return SoftLabelLoss.Classes(classes!, targets.Classes, settings.ClassTemperature, settings.Classes);
    }

    /// <summary>Puts a sample of the batch's teacher states into the queues, after the loss was taken with those of past batches.</summary>
    public void AfterStep(nn.Module model, StepShare batch)
    {
        var queues = ((DistilledStudent)model).Queues;
        for (var pair = 0; pair < queues.Count; pair++) queues[pair].Enqueue(reader.States(batch, pair));
    }

    public void Dispose() => cache.Dispose();

    private IEnumerable<LossTerm> Hidden(DistilledStudent model, VlOutput output, TeacherTargets targets)
    {
        var (projections, queues) = (model.Projections, model.Queues);
        var layers = pairs.Select((pair, i) =>
        {
            var states = projections[i].call(output.Hidden[pair.Student].flatten(0, 1).index_select(0, targets.Anchors)); // (A, d_T)
            return queues.Count == 0 ? HiddenLoss.Distance(states, targets.Hidden[i])
                : HiddenLoss.Contrast(states, targets.Hidden[i], queues[i].Negatives, settings.HiddenTemperature);
        });
        yield return new LossTerm("hidden", layers.Aggregate((a, b) => a + b) / pairs.Length, settings.Hidden);
        if (queues.Count == 0) yield break;
        var inspected = targets.Hidden[0].narrow(0, 0, Math.Min(Inspected, targets.Hidden[0].shape[0]));
        yield return new LossTerm("nearDuplicates", queues[0].NearDuplicates(inspected), 0);
    }
}
