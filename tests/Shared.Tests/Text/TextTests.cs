using System.Text.Json;
using VlDistill.Datasets;
using VlDistill.Text;

namespace VlDistill.Tests.Text;

public sealed class TextTests
{
    [Theory]
    [InlineData("The dog 's mouth is open .", "the dog s mouth is open")]
    [InlineData("The dog's mouth is open.", "the dog s mouth is open")]
    [InlineData("He doesn't look \"happy\" , at off-camera", "he does n't look happy at off camera")]
    [InlineData("He does n't look", "he does n't look")]
    public void EvaluationTokenizer_RawOrTreebankText_GivesTheSameWords(string sentence, string words)
    {
        Assert.Equal(words, string.Join(' ', EvaluationTokenizer.Tokenize(sentence)));
    }

    [SkippableFact]
    public void EvaluationTokenizer_Flickr8kTest_EqualsTheFixture()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Data.Require("fixtures/caption-metrics/flickr8k_test1000_human_loo.json")));
        var captions = CaptionReferences.Load(Data.Require("flickr8k/Flickr8k.token.txt"));

        foreach (var image in golden.RootElement.GetProperty("references_tokenised").EnumerateObject())
        {
            var words = captions[image.Name].Select(c => string.Join(' ', EvaluationTokenizer.Tokenize(c))).ToArray();
            Assert.Equal(golden.RootElement.GetProperty("candidates_tokenised").GetProperty(image.Name).GetString(), words[0]);
            Assert.Equal(image.Value.EnumerateArray().Select(r => r.GetString()!), words[1..]);
        }
    }

    [Theory]
    [InlineData("A man 's T-shirt , on the Road .", "a man 's t-shirt on the road")]
    [InlineData("\"Stop!\" - he said.", "stop he said")]
    public void CaptionTokenizer_Punctuation_IsDropped(string sentence, string words)
    {
        Assert.Equal(words, string.Join(' ', CaptionTokenizer.Tokenize(sentence)));
    }

    [Fact]
    public void Vocabulary_SaveAndLoad_KeepsNumbers()
    {
        using var folder = new TemporaryFolder();
        var built = Vocabulary.Build(["a dog runs", "a dog sits", "a cat"], minimumUses: 2);
        built.Save(folder.File("vocab.txt"));

        var loaded = Vocabulary.Load(folder.File("vocab.txt"));

        Assert.Equal(Vocabulary.SpecialCount + 2, loaded.Count);
        Assert.Equal([7, 8, Vocabulary.Unknown], loaded.Encode("A dog flies ."));
        Assert.Equal("a dog", loaded.Decode([Vocabulary.Bos, 7, 8, Vocabulary.Eos]));
    }

    [Theory]
    [InlineData("a\nb\nc\n")]
    [InlineData("<pad>\n<bos>\n<eos>\n<unk>\n<mask>\n<sep>\n<cls>\na\na\n")]
    [InlineData("<pad>\n<bos>\n<eos>\n<unk>\n<mask>\n<sep>\n<cls>\na\n\nb\n")]
    [InlineData("")]
    public void Vocabulary_LoadDamaged_NamesTheFile(string text)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("vocab.txt", text);

        Assert.Contains(path, Assert.Throws<UserException>(() => Vocabulary.Load(path)).Message);
    }

    [Fact]
    public void Vocabulary_LoadAbsent_NamesTheFile()
    {
        Assert.Contains("/nowhere/vocab.txt", Assert.Throws<UserException>(() => Vocabulary.Load("/nowhere/vocab.txt")).Message);
    }
}
