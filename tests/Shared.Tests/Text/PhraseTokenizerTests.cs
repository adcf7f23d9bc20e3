using VlDistill.Text;

namespace VlDistill.Tests.Text;

public sealed class PhraseTokenizerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly PhraseTokenizer tokenizer = new(["dog", "red"], buckets: 50);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Words_Phrase_AreLowerCaseWithoutArticleAndHyphens() => Assert.Equal(["hot", "t", "shirt", "2"], PhraseTokenizer.Words("A Hot, t-shirt 2!"));

    [Fact]
    public void Encode_KnownAndUnknownWords_BeginWithTheirNumber()
    {
        var phrase = tokenizer.Encode("the red dogs");
        Assert.Equal(2, phrase.Length);
        Assert.Equal(3, phrase[0][0]);
        Assert.Equal(PhraseTokenizer.Unknown, phrase[1][0]);
        // <dogs>: 4 groups of 3 letters, 3 of 4, 2 of 5.
        Assert.Equal(1 + 4 + 3 + 2, phrase[1].Length);
        Assert.All(phrase.SelectMany(w => w.Skip(1)), n => Assert.InRange(n, 4, tokenizer.Count - 1));
    }

    [Fact]
    public void Encode_SimilarWords_ShareGroups()
    {
        var (dogs, dog) = (tokenizer.Encode("dogs")[0], tokenizer.Encode("dog")[0]);
        Assert.True(dogs.Intersect(dog).Count() >= 2);
        Assert.Equal(PhraseTokenizer.MostParts, tokenizer.Encode("pneumonoultramicroscopic")[0].Length);
    }

    [Fact]
    public void Pack_UnequalPhrases_FillsUpWithNothing()
    {
        var (numbers, shape) = PhraseTokenizer.Pack([[[5, 6], [7]], [[8]]]);
        Assert.Equal([2, 2, 2], shape);
        Assert.Equal([5, 6, 7, 0, 8, 0, 0, 0], numbers);
    }

    [Fact]
    public void Load_SavedFile_ReadsTheSame()
    {
        var path = folder.File("words.txt");
        tokenizer.Save(path);
        var read = PhraseTokenizer.Load(path);
        Assert.Equal(tokenizer.Count, read.Count);
        Assert.Equal(tokenizer.Encode("red dogs run"), read.Encode("red dogs run"));
    }

    [Theory]
    [InlineData("dog\nred\n", "first line")]
    [InlineData("buckets 0\ndog\n", "first line")]
    [InlineData("buckets 4\ndog\ndog\n", "'dog'")]
    [InlineData("buckets 4\ndog\n\nred\n", "blank")]
    public void Load_DamagedFile_NamesIt(string text, string reason)
    {
        var path = folder.Write("words.txt", text);
        var message = Assert.Throws<UserException>(() => PhraseTokenizer.Load(path)).Message;
        Assert.StartsWith(path, message);
        Assert.Contains(reason, message);
    }
}
