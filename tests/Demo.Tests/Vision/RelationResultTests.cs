using VlDistill.Demo.Vision;
using VlDistill.Frames;
using VlDistill.Inference;

namespace VlDistill.Demo.Tests.Vision;

public sealed class RelationResultTests
{
    private static readonly string[] predicates = ["on", "near"];
    private readonly FramePool pool = new();

    [Fact]
    public void Of_Pairs_NamesThingsByTrackAndSortsBySureness()
    {
        var result = Of([11, 12], Pair(0, 1, 0.3f, 0.5f), Pair(1, 0, 0.7f, 0.1f));

        Assert.Equal(["12 on 11", "11 near 12"], result.Told.Select(t => $"{t.SubjectTrack} {t.Predicate} {t.ObjectTrack}"));
        Assert.Equal("12 on 11", Assert.Single(result.Surest) is var t ? $"{t.SubjectTrack} {t.Predicate} {t.ObjectTrack}" : "");
        Assert.Equal(0.5f, result.Find(11, 12)!.Score);
        Assert.Null(result.Find(11, 13));
    }

    [Fact]
    public void Of_TwoBoxesOfOneThing_DoNothingToEachOther()
    {
        var result = Of([11, 12, 11], Pair(0, 2, 0.9f, 0), Pair(0, 1, 0.5f, 0), Pair(2, 1, 0.6f, 0));

        Assert.Equal((2, 1, 0.6f), Assert.Single(result.Told) is var t ? (t.Subject, t.Object, t.Score) : default);
    }

    [Fact]
    public void Of_Attention_IsTheMeanOverLayersAndHeadsOfTheRegions()
    {
        var result = Of([11, 12], Pair(0, 1, 0.9f, 0));

        // Two maps of four regions and one word.
        Assert.Equal([0.1f, 0.3f, 0, 0.2f], result.Told[0].Looks, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Mask_Regions_AreCutApart()
    {
        var result = new RelationResult("student", 0, default, [], 1) { SubjectMasks = [1, 2, 3, 4, 5, 6], Rows = 1, Columns = 3 };

        Assert.Equal([4, 5, 6], result.Mask(result.SubjectMasks, 1).ToArray());
        Assert.True(result.Mask(result.SubjectMasks, 2).IsEmpty);
        Assert.True(result.Mask(result.ObjectMasks, 0).IsEmpty);
    }

    private RelationResult Of(int[] tracks, params PairScores[] pairs)
    {
        using var sighting = new Sighting(pool.Rent(1, default, 4, 4), new Perception(StubModels.Pair, 1), FeatureMap.From([0], 1, 1, 1, 1)) { Tracks = tracks };
        return RelationResult.Of("student", sighting, new RelatedPairs(pairs, [], [], 0, 0, 2), predicates);
    }

    private static PairScores Pair(int subject, int other, params float[] scores) =>
        new(subject, other, scores, 0.1f, [0.2f, 0.2f, 0, 0, 0.6f, 0, 0.4f, 0, 0.4f, 0.2f]) { Tokens = 5 };
}
