using VlDistill.Trainer.Data;
using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Methods.DistillVlm;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.RvlBert;

/// <summary>DistillVLM's losses between two relation networks that read the same pairs: attention, states and soft labels (Fang et al. 2021, section 3.3).</summary>
/// <remarks>The background pairs of a step are drawn anew, so the teacher runs beside the student and nothing of it is kept; both have the same ten tokens.</remarks>
public sealed class RelationDistiller : IDisposable
{
    private const ulong AnchorStream = 2;
    private readonly DistilSettings settings;
    private readonly RvlBert teacher;
    private readonly RelationReader reader;
    private readonly LayerPair[] pairs;
    private readonly int heads, width;

    private RelationDistiller(DistilSettings settings, RvlBert teacher, RelationReader reader, LayerPair[] pairs, int heads, int width) =>
        (this.settings, this.teacher, this.reader, this.pairs, this.heads, this.width) = (settings, teacher, reader, pairs, heads, width);

    /// <summary>Opens the teacher the settings name; null where they name none.</summary>
    /// <exception cref="UserException">It has not finished, or knows other predicates or words, or has heads that do not fit.</exception>
    public static RelationDistiller? Open(RelationSettings settings, RunContext context, DataSet data, StageFolder folder, RvlBertConfig student)
    {
        if (settings.Distil.Teacher.Length == 0) return null;
        var theirs = context.Finished(settings.Distil.Teacher);
        foreach (var file in new[] { TextNetwork.VocabularyFile, RelationTask.PredicatesFile })
            if (!File.Exists(theirs.In(file)) || !File.ReadAllBytes(theirs.In(file)).AsSpan().SequenceEqual(File.ReadAllBytes(folder.In(file))))
                throw new UserException($"stage {settings.Name} and its teacher {theirs.Name} have different {file}; train both on the same relations.");
        var teacher = TrainedRelations.Load(theirs.Best);
        var (own, other) = (student.Transformer, teacher.Config.Transformer);
        if (teacher.Config.NameWords != student.NameWords) throw new UserException($"stage {settings.Name} reads nameWords={student.NameWords}, its teacher {theirs.Name} {teacher.Config.NameWords}; give both the same.");
        if (settings.Distil.Attention > 0) HeadGroups.Require(theirs.Name, other.Heads, settings.Name, own.Heads);
        var heads = other.Heads % own.Heads == 0 ? own.Heads : other.Heads;
        return new RelationDistiller(settings.Distil, teacher, new RelationReader(context, data, Export.FinishedStage.Read(theirs).Setting("eyes")),
            LayerPair.Of(settings.Distil.Layers, own.Layers, other.Layers), heads, own.Width);
    }

    /// <summary>What is trained: the student with its projections and queues, or the student alone without a distiller.</summary>
    public static nn.Module Wrap(RelationDistiller? distiller, RvlBert student) => distiller is null ? student
        : new DistilledStudent(student, distiller.settings.Hidden > 0 ? distiller.pairs.Length : 0, distiller.width, distiller.teacher.Config.Transformer.Width, distiller.settings.Queue);

    /// <summary>The loss terms of a share.</summary>
    /// <param name="replica">From <see cref="Wrap"/>.</param>
    /// <param name="output">What its student said.</param>
    /// <param name="asked">The pairs it was asked about.</param>
    /// <param name="share">The samples.</param>
    public IEnumerable<LossTerm> Terms(nn.Module replica, RelationOutput output, IReadOnlyList<AskedPicture> asked, StepShare share)
    {
        var theirs = Ask(asked);
        var (own, other) = (output.States, theirs.States);
        if (settings.Attention > 0)
            yield return AttentionLoss.Compute([.. pairs.Select(p => own.Attention[p.Student])], [.. pairs.Select(p => HeadGroups.Average(other.Attention[p.Teacher], heads))],
                ones(output.Logits.shape[0], RelationText.Tokens), settings.Attention);
        if (settings.Hidden > 0)
        {
            var student = (DistilledStudent)replica;
            var count = (int)output.Logits.shape[0] * RelationText.Tokens;
            var anchors = tensor(TokenDraw.Some(0, count, settings.Anchors == 0 ? count : settings.Anchors, new SeededRandom(share.Seed, (ulong)share.Step, (ulong)share.Samples[0], AnchorStream)).Select(a => (long)a).ToArray());
            var distances = pairs.Select((pair, i) =>
            {
                var mine = student.Projections[i].call(own.Hidden[pair.Student].flatten(0, 1).index_select(0, anchors)); // (A, d_T)
                var right = other.Hidden[pair.Teacher].flatten(0, 1).index_select(0, anchors);
                return student.Queues.Count == 0 ? HiddenLoss.Distance(mine, right) : HiddenLoss.Contrast(mine, right, student.Queues[i].Negatives, settings.HiddenTemperature);
            });
            yield return new LossTerm("hidden", distances.Aggregate((a, b) => a + b) / pairs.Length, settings.Hidden);
        }
        if (settings.Classes > 0)
            yield return SoftLabelLoss.Classes(output.Logits, (theirs.Logits / settings.ClassTemperature).softmax(1), settings.ClassTemperature, settings.Classes);
    }

    /// <summary>Puts the teacher's states of some of the batch's pairs into the queues, after the loss was taken with those of past batches.</summary>
    public void AfterStep(nn.Module model, IReadOnlyList<AskedPicture> asked)
    {
        var queues = ((DistilledStudent)model).Queues;
        if (queues.Count == 0) return;
        var most = (settings.Enqueue + RelationText.Tokens - 1) / RelationText.Tokens;
        AskedPicture[] some = [.. asked.Select((a, i) => a with { Pairs = [.. a.Pairs.Take(TokenDraw.Part(most, i, asked.Count))] }).Where(a => a.Pairs.Count > 0)];
        var states = Ask(some).States.Hidden;
        for (var i = 0; i < queues.Count; i++) queues[i].Enqueue(states[pairs[i].Teacher].flatten(0, 1));
    }

    public void Dispose()
    {
        reader.Dispose();
        teacher.Dispose();
    }

    private RelationOutput Ask(IReadOnlyList<AskedPicture> asked)
    {
        using var _ = no_grad();
        return teacher.call(reader.Read(asked));
    }
}
