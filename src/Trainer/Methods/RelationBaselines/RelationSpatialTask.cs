using VlDistill.Trainer.Data;
using VlDistill.Trainer.Methods.RvlBert;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.RelationBaselines;

/// <summary>Trains the perceptron that sees two boxes and nothing else, on the pairs RVL-BERT is trained on.</summary>
public sealed class RelationSpatialTask(RelationSpatialSettings settings, RunContext context, StageFolder folder) : RelationBaselineTask(settings, context, folder)
{
    private const ulong PairStream = 1;

    public override IReadOnlyDictionary<string, string> Description => NetworkDescription.Of(Config);

    private SpatialNetworkConfig Config => new(settings.Width, Predicates.Count + 1);

    public override nn.Module CreateModel() => new SpatialNetwork(Config);

    public override StepLoss Step(nn.Module replica, StepShare share)
    {
        var draw = new PairDraw(settings.PairsPerPicture, settings.Background, Predicates.Count);
        AskedPicture[] asked = [.. share.Samples.Select(s => new AskedPicture(Train[s], draw.Of(Train[s], new SeededRandom(share.Seed, (ulong)share.Step, (ulong)s, PairStream))))];
        var targets = tensor(asked.SelectMany(a => a.Pairs).Select(p => (long)p.Class).ToArray());
        return new StepLoss([RelationLosses.Predicates(Logits(replica, asked), targets)], targets.shape[0]);
    }

    protected override Tensor Probabilities(nn.Module model, IReadOnlyList<AskedPicture> asked) => Logits(model, asked).softmax(1);

    private static Tensor Logits(nn.Module model, IReadOnlyList<AskedPicture> asked)
    {
        return ((SpatialNetwork)model).call(Corners(p => p.Subject), Corners(p => p.Object));

        Tensor Corners(Func<LabelledPair, int> role) => RelationReader.Corners([.. asked.SelectMany(a => a.Pairs.Select(p => a.Picture.Content.Boxes[role(p)].Box))]);
    }
}
