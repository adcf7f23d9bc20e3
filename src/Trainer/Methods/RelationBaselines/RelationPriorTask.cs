using VlDistill.Datasets;
using VlDistill.Trainer.Methods.RvlBert;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.RelationBaselines;

/// <summary>Puts the frequency prior where trained networks stand, so that one loop, one test and one table serve both.</summary>
public sealed class RelationPriorTask : RelationBaselineTask
{
    private readonly string[] names;
    private readonly Dictionary<string, int> numbers;
    private readonly float[] table;

    public RelationPriorTask(RelationPriorSettings settings, RunContext context, StageFolder folder) : base(settings, context, folder)
    {
        if (settings.LearningRate != 0) throw new UserException($"stage {settings.Name}: learningRate is {settings.LearningRate}, but its table is counted, not learned; leave it 0.");
        names = [.. AllTrain.SelectMany(p => p.Boxes.Select(b => b.Name)).Distinct().Order(StringComparer.Ordinal)];
        numbers = names.Index().ToDictionary(n => n.Item, n => n.Index);
        var prior = new FrequencyPrior(AllTrain, Predicates);
        // A name that no training picture has: the empty one.
        string[] rows = [.. names, ""];
        table = [.. rows.SelectMany(s => rows.SelectMany(o => Row(prior.Of(s, o))))];
    }

    public override IReadOnlyDictionary<string, string> Description => NetworkDescription.Of(Config);

    private PairTableConfig Config => new(names.Length, Predicates.Count + 1);

    public override nn.Module CreateModel()
    {
        var model = new PairTable(Config);
        model.Fill(table);
        return model;
    }

    /// <summary>Nothing is learned; the loss is that of the counted table.</summary>
    public override StepLoss Step(nn.Module replica, StepShare share)
    {
        AskedPicture[] asked = [.. share.Samples.Select(s => new AskedPicture(Train[s], Train[s].Labels))];
        var targets = tensor(asked.SelectMany(a => a.Pairs).Select(p => (long)p.Class).ToArray());
        return new StepLoss([new("predicate", nn.functional.nll_loss(Probabilities(replica, asked).clamp_min(1e-6).log(), targets))], targets.shape[0]);
    }

    protected override Tensor Probabilities(nn.Module model, IReadOnlyList<AskedPicture> asked)
    {
        var pairs = asked.SelectMany(a => a.Pairs.SelectMany(p => new[] { Number(a, p.Subject), Number(a, p.Object) })).ToArray();
        return ((PairTable)model).call(tensor(pairs, [pairs.Length / 2, 2]));
    }

    private long Number(AskedPicture asked, int box) => numbers.GetValueOrDefault(asked.Picture.Content.Boxes[box].Name, names.Length);

    private static IEnumerable<float> Row(double[] predicates) => predicates.Append(Math.Max(0, 1 - predicates.Sum())).Select(p => (float)p);
}
