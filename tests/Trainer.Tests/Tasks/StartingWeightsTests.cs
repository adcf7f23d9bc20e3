using VlDistill.Text;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Tasks;

public sealed class StartingWeightsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("starting-weights").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public void Apply_OtherWords_CopiesRowsByWord()
    {
        var (theirs, mine) = (Vocabulary.Build(["dog dog cat"], 1), Vocabulary.Build(["cat cat bird"], 1));
        var path = Path.Combine(folder, "classifier.ckpt");
        using var source = new VlClassifier(new VlClassifierConfig(VlConfig.Tiny(4, theirs.Count), 2));
        Checkpoint.Save(path, source, null, new TrainState(1, null, 0));
        using var target = new VlTransformer(VlConfig.Tiny(4, mine.Count) with { Positions = 12 });
        var (before, from) = (Words(target), Words(source.Transformer));

        StartingWeights.Apply(target, mine, path, theirs);

        var after = Words(target);
        Assert.True(after[mine["cat"]].Equals(from[theirs["cat"]]));
        Assert.True(after[mine["bird"]].Equals(before[mine["bird"]]));
    }

    [Fact]
    public void Apply_OtherWidth_NamesTheTensor()
    {
        var words = Vocabulary.Build(["dog"], 1);
        var path = Path.Combine(folder, "captioner.ckpt");
        using var source = new VlTransformer(VlConfig.Tiny(4, words.Count));
        Checkpoint.Save(path, source, null, new TrainState(1, null, 0));
        using var target = new VlTransformer(VlConfig.Tiny(5, words.Count));

        var error = Assert.Throws<UserException>(() => StartingWeights.Apply(target, words, path, words));
        Assert.Contains("regions.projection.weight", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_FewerLayers_Refuses()
    {
        var words = Vocabulary.Build(["dog"], 1);
        var path = Path.Combine(folder, "deep.ckpt");
        using var source = new VlTransformer(VlConfig.Tiny(4, words.Count));
        Checkpoint.Save(path, source, null, new TrainState(1, null, 0));
        using var target = new VlTransformer(VlConfig.Tiny(4, words.Count) with { Layers = 1 });

        var error = Assert.Throws<UserException>(() => StartingWeights.Apply(target, words, path, words));
        Assert.Contains("more than the 1 layers", error.Message, StringComparison.Ordinal);
    }

    private static Tensor Words(VlTransformer model) => model.state_dict()["words.weight"].clone().detach();
}
