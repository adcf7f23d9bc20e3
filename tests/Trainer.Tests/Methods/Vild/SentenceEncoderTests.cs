using System.Numerics.Tensors;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Methods.Vild;

namespace VlDistill.Trainer.Tests.Methods.Vild;

public sealed class SentenceEncoderTests
{
    private static readonly UnigramTokenizer tokenizer = new([("<unk>", 0), ("▁a", -1), ("▁", -2), ("a", -2), ("b", -3), ("ab", -4.5f), ("▁dog", -5), ("s", -2)], 1);

    [Theory]
    [InlineData("a", new[] { 1 })]
    [InlineData("  a\tdog ", new[] { 1, 6 })]
    // "▁a" + "b" = -4 is more likely than "▁" + "ab" = -6.5.
    [InlineData("ab", new[] { 1, 4 })]
    [InlineData("dogs", new[] { 6, 7 })]
    // Neighbouring unknown characters are one unknown piece.
    [InlineData("xyz", new[] { 2, 0 })]
    [InlineData("", new int[0])]
    public void Encode_SmallVocabulary_TakesTheMostLikelyPieces(string text, int[] expected) => Assert.Equal(expected, tokenizer.Encode(text));

    [SkippableFact]
    public void Encode_PublishedPieces_SplitsKnownWords()
    {
        var pieces = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement[][]>(File.ReadAllText(Weights().Weight("use-lite/vocab.json")))!.Select(p => p[0].GetString()!).ToArray();
        using var encoder = UseLiteEncoder.Open(Weights());
        string[] Split(string text) => [.. encoder.Tokens(text).Select(id => pieces[id])];
        Assert.Equal(["▁a", "▁man", "▁ride", "s", "▁a", "▁bi", "cycl", "e"], Split("a man rides a bicycle"));
        Assert.Equal(["▁", pieces[0]], Split("☃☃"));
        Assert.All(["fire hydrant", "skateboarders", "unicycle"], text => Assert.Equal(" " + text, string.Concat(Split(text)).Replace('▁', ' ')));
    }

    [SkippableFact]
    public void UseLite_Phrases_HaveUnitLengthAndKnowParaphrases()
    {
        using var encoder = UseLiteEncoder.Open(Weights());
        Assert.Equal(512, encoder.Width);
        string[] phrases = ["a man rides a bicycle", "a person is riding a bike", "stock prices fell sharply", "sofa", "couch", "giraffe"];
        var e = encoder.Embed(phrases);
        Assert.All(e, v => Assert.Equal(1, TensorPrimitives.Norm<float>(v), 1e-3));
        Assert.True(Cosine(e[0], e[1]) > Cosine(e[0], e[2]) + 0.2f);
        Assert.True(Cosine(e[3], e[4]) > Cosine(e[3], e[5]) + 0.1f);
        Assert.Equal(e[5], encoder.Embed(["giraffe"])[0]);
    }

    [SkippableFact]
    public void UseLite_BlankPhrase_IsRefused()
    {
        using var encoder = UseLiteEncoder.Open(Weights());
        Assert.Throws<UserException>(() => encoder.Embed([" "]));
    }

    [SkippableFact]
    public void Glove_Phrases_AreMeansOfWords()
    {
        using var encoder = GloveEncoder.Open(Weights());
        var e = encoder.Embed(["dog", "dogs", "keyboard", "red dog", "red", "qqqzzzx"]);
        Assert.All(e, v => Assert.Equal(1, TensorPrimitives.Norm<float>(v), 1e-4));
        Assert.True(Cosine(e[0], e[1]) > Cosine(e[0], e[2]) + 0.2f);
        Assert.True(Cosine(e[3], e[0]) > Cosine(e[4], e[0]));
    }

    [Fact]
    public void Random_SamePhrase_SameDirection()
    {
        using var encoder = new RandomEncoder(256);
        var e = encoder.Embed(["dog", "Dog ", "cat"]);
        Assert.Equal(e[0], e[1]);
        Assert.Equal(1, TensorPrimitives.Norm<float>(e[2]), 1e-4);
        Assert.InRange(Cosine(e[0], e[2]), -0.3f, 0.3f);
    }

    [Fact]
    public void ClassEmbeddings_NameWithSynonyms_IsTheirMean()
    {
        using var encoder = new RandomEncoder(16);
        var both = ClassEmbeddings.Of(encoder, ["bicycle"], prompts: false)[0];
        var (bicycle, bike) = (encoder.Embed(["bicycle"])[0], encoder.Embed(["bike"])[0]);
        Assert.Equal(1, TensorPrimitives.Norm<float>(both), 1e-4);
        Assert.Equal(Cosine(both, bicycle), Cosine(both, bike), 1e-4);
        Assert.Equal(encoder.Embed(["bicycle"])[0], ClassEmbeddings.Of(encoder, ["a bicycle"], prompts: false, synonyms: false)[0], (a, b) => Math.Abs(a - b) < 1e-5);
    }

    private static float Cosine(float[] a, float[] b) => TensorPrimitives.CosineSimilarity<float>(a, b);

    private static DataFolders Weights() => DataFolders.Parse([$"weights={VlDistill.Tests.Data.Require("weights")}"]);
}
