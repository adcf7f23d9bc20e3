using VlDistill.Datasets;
using VlDistill.Regions;
using VlDistill.Trainer.Data.Relations;

namespace VlDistill.Trainer.Tests.Data.Relations;

public sealed class LabelVerdictsTests
{
    private static readonly MinedPair[] mined = [Pair("a", "on"), Pair("b", "on"), Pair("c", "on"), Pair("d", "near"), Pair("e", "left of", Relation.FromBoxes)];

    [Fact]
    public void Figures_HandCounted_WeighPredicatesByTheirFrequency()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("v.tsv", $"# looked at by somebody\n{mined[0].Key}\tright\n{mined[1].Key}\twrong\n{mined[3].Key}\twrong\n{mined[4].Key}\tright\n{Pair("z", "on").Key}\tright\n");

        var figures = LabelVerdicts.Load(path).Figures(mined);

        Assert.Equal(0.5, figures["precision"]);
        Assert.Equal(4, figures["pairs"]);
        Assert.Equal(1, figures["not mined"]);
        Assert.Equal(1 / 3.0, figures["caption precision"], 9);
        // Three pairs of on at one half, one of near at none.
        Assert.Equal(1.5 / 4, figures["caption precision, weighted"], 9);
        Assert.Equal(0.5, figures["caption on (2 of 3)"]);
        Assert.Equal(1, figures["boxes left of (1 of 1)"]);
    }

    [Fact]
    public void Load_UnfilledOrRepeated_NamesTheLine()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("line 2 does not end", Assert.Throws<UserException>(() => LabelVerdicts.Load(folder.Write("v.tsv", "a\tright\nb\t?\n"))).Message);
        Assert.Contains("line 2 is about a pair", Assert.Throws<UserException>(() => LabelVerdicts.Load(folder.Write("v.tsv", "a\tright\na\twrong\n"))).Message);
    }

    [Fact]
    public void Figures_NothingSeen_IsNoNumber() => Assert.True(double.IsNaN(new LabelVerdicts(new Dictionary<string, bool>()).Figures(mined)["precision"]));

    [Fact]
    public void Sample_RarePredicates_GetTheirTurnAndOrderDoesNotMatter()
    {
        MinedPair[] many = [.. Enumerable.Range(0, 30).Select(i => Pair($"p{i}", "on")), .. mined];
        var sample = MinedPair.Sample(many, 6, 0.5);

        Assert.Equal(6, sample.Distinct().Count());
        Assert.Contains(mined[3], sample);
        Assert.Contains(mined[4], sample);
        Assert.Equal(sample, MinedPair.Sample([.. many.Reverse()], 6, 0.5));
        Assert.Equal(3, MinedPair.Sample(many, 4, 0.5).Count(p => p.Source == Relation.FromCaption));
    }

    private static MinedPair Pair(string file, string predicate, string source = Relation.FromCaption) => new(file, source, new("dog", predicate, "car"), Box.Whole, new Box(0, 0, 0.5f, 0.126f));
}
