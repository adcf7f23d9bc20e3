using VlDistill.Text;

namespace VlDistill.Tests.Text;

public sealed class NameTokensTests
{
    private static readonly Vocabulary words = Vocabulary.Build(["dog dog dog tennis tennis racket"], 1);

    [Theory]
    [InlineData("dog", 7, 0, 0)]
    [InlineData("Tennis racket", 8, 9, 0)]
    [InlineData("wooden tennis racket", 8, 9, 0)]
    [InlineData("dog dog dog dog", 7, 7, 7)]
    [InlineData("zebra", Vocabulary.Unknown, 0, 0)]
    [InlineData("", Vocabulary.Unknown, 0, 0)]
    public void Of_Name_IsItsKnownWordsAndPadding(string name, long first, long second, long third) =>
        Assert.Equal([first, second, third], NameTokens.Of(name, words, 3));
}
