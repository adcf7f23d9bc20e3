using VlDistill.Demo.Views;

namespace VlDistill.Demo.Tests.Views;

public sealed class WordAlignmentTests
{
    [Fact]
    public void Align_OneWordMore_LeavesAGapAndKeepsTheRestTogether()
    {
        var alignment = new WordAlignment();

        alignment.Align(Words("a dog runs"), Words("a brown dog runs"));

        Assert.Equal([(0, 0), (-1, 1), (1, 2), (2, 3)], alignment.Rows.ToArray());
    }

    [Fact]
    public void Align_OtherWordInTheSamePlace_SharesARow()
    {
        var alignment = new WordAlignment();

        alignment.Align(Words("a dog runs"), Words("a cat runs"));

        Assert.Equal([(0, 0), (1, 1), (2, 2)], alignment.Rows.ToArray());
    }

    [Fact]
    public void Take_OneSentence_HasARowPerWord()
    {
        var alignment = new WordAlignment();

        alignment.Take(Words("a dog"));

        Assert.Equal([(0, -1), (1, -1)], alignment.Rows.ToArray());
    }

    private static Inference.CaptionWord[] Words(string text) => [.. text.Split(' ').Select(word => StubModels.Word(word, 1))];
}
