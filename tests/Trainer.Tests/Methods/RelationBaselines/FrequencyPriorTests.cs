using VlDistill.Datasets;
using VlDistill.Regions;
using VlDistill.Trainer.Methods.RelationBaselines;

namespace VlDistill.Trainer.Tests.Methods.RelationBaselines;

public sealed class FrequencyPriorTests
{
    private static readonly string[] predicates = ["on", "near"];

    // One picture: man on bike, both ways two pairs; another with a man and a bike unrelated.
    private static readonly RelationPicture[] training = [Picture(new Relation(0, "on", 1)), Picture()];

    [Fact]
    public void Of_SeenNames_HandCounted()
    {
        var found = new FrequencyPrior(training, predicates).Of("man", "bike");

        // All: 1 of 4 pairs. Either name alone: (1 + 1 + 1/4) of (2 + 2 + 1). Together: (1 + 0.45) of (2 + 1).
        Assert.Equal((1 + 2.25 / 5) / 3, found[0], 9);
        Assert.Equal(0, found[1]);
    }

    [Fact]
    public void Of_UnknownNames_LeanOnWhatIsKnown()
    {
        var prior = new FrequencyPrior(training, predicates);

        Assert.Equal(0.25, prior.Of("cat", "dog")[0], 9);
        Assert.Equal((1 + 0.25) / (2 + 1), prior.Of("man", "dog")[0], 9);
        Assert.True(prior.Of("man", "bike")[0] > prior.Of("bike", "man")[0]);
        Assert.All(new FrequencyPrior([], predicates).Of("man", "bike"), p => Assert.Equal(0, p));
    }

    private static RelationPicture Picture(params Relation[] relations) => new("a.jpg", 1, 1, [new("man", Box.Whole), new("bike", Box.Whole)], relations);
}
