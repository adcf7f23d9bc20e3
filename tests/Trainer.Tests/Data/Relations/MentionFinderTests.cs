using VlDistill.Trainer.Data.Relations;

namespace VlDistill.Trainer.Tests.Data.Relations;

public sealed class MentionFinderTests
{
    private readonly MentionFinder finder = new(new VerbForms());

    [Fact]
    public void Words_OfAClass_AreWhatCaptionsCallIt()
    {
        Assert.All((string[])["man", "women", "girl"], word => Assert.Contains(word, finder.Words("person")));
        Assert.All((string[])["dog", "puppies"], word => Assert.Contains(word, finder.Words("dog")));
        Assert.DoesNotContain("man", finder.Words("dog"));
        Assert.DoesNotContain(finder.Words("bicycle"), word => word.Contains(' '));
    }

    [Fact]
    public void Words_OfNoClass_AreNone() => Assert.Empty(finder.Words("triangle"));
}
