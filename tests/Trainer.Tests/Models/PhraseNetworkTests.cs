using VlDistill.Text;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Models;

public sealed class PhraseNetworkTests
{
    private static readonly PhraseTokenizer tokenizer = new(["red", "dog"], 30);
    private readonly PhraseNetwork network = new(new PhraseConfig(tokenizer.Count, 12, 8, 16, 2, 2, 32));

    [Fact]
    public void Forward_Phrases_HaveUnitLength()
    {
        var embeddings = Embed("red dog", "a very long phrase about nothing in particular", "x");
        Assert.Equal([3, 12], embeddings.shape);
        Assert.All(embeddings.pow(2).sum(1).data<float>().ToArray(), n => Assert.Equal(1, n, 1e-5));
    }

    [Fact]
    public void Forward_PhraseAmongLongerOnes_IsTheSameAsAlone()
    {
        var alone = Embed("red dog")[0];
        var among = Embed("one two three four five six", "red dog", "extraordinarily")[1];
        Assert.Equal(0, (alone - among).abs().max().item<float>(), 1e-5);
    }

    [Fact]
    public void Forward_UnknownWords_DifferByTheirSpelling() =>
        Assert.True((Embed("walrus") - Embed("octopus")).abs().max().item<float>() > 1e-3);

    private Tensor Embed(params string[] phrases)
    {
        using var off = no_grad();
        network.eval();
        var (numbers, shape) = PhraseTokenizer.Pack(Array.ConvertAll(phrases, tokenizer.Encode));
        return network.call(tensor(numbers, shape));
    }
}
