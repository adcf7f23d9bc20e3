using VlDistill.Trainer.Methods.WsdTags;

namespace VlDistill.Trainer.Tests.Methods.WsdTags;

public sealed class CaptionTagsTests
{
    private static readonly CaptionTags tags = new(["# people", "dog: dogs puppy", "run: running runs", "! brown big"]);

    [Fact]
    public void Of_TwoOfThreeCaptions_AgreeAfterFolding()
    {
        string[] captions = ["Two dogs are running .", "A brown puppy runs on grass", "The brown cat sleeps"];

        Assert.Equal(["dog", "run"], tags.Of(captions, 2).Order());
    }

    [Fact]
    public void Of_OneCaptionRepeatsAWord_CountsOnce() => Assert.Empty(tags.Of(["a dog and a dog and a puppy", "the beach"], 2));

    [Theory]
    [InlineData("puppy", "dog")]
    [InlineData("zebra", "zebra")]
    [InlineData("brown", null)]
    [InlineData("the", null)]
    public void Of_Word_FoldsOrDrops(string word, string? expected) => Assert.Equal(expected, tags.Of(word));

    [Fact]
    public void Frequent_CountsPicturesAndOrdersThem()
    {
        string[][] pictures = [["dog runs"], ["a puppy on grass"], ["grass"], ["cat"]];

        Assert.Equal(["dog", "grass"], tags.Frequent(pictures, 1, 2));
    }

    [Fact]
    public void Constructor_WordOfTwoTags_IsNamed() =>
        Assert.Contains("\"puppy\" stands for both dog and child", Assert.Throws<UserException>(() => new CaptionTags(["dog: puppy", "child: puppy"])).Message);

    [Fact]
    public void Constructor_LineWithoutColon_IsNamed() => Assert.Contains("\"dog puppy\"", Assert.Throws<UserException>(() => new CaptionTags(["dog puppy"])).Message);

    [Fact]
    public void Shipped_FoldsPeopleAndDropsColours()
    {
        Assert.Equal("man", CaptionTags.Shipped.Of("men"));
        Assert.Equal("dog", CaptionTags.Shipped.Of("dog"));
        Assert.Null(CaptionTags.Shipped.Of("red"));
    }
}
