using VlDistill.Trainer.Data;
using VlDistill.Trainer.Methods.DistillVlm;

namespace VlDistill.Trainer.Tests.Methods.DistillVlm;

public sealed class AlignedPictureTests
{
    // The teacher has 3 regions and 2 words; cell (i, j) of its map is 10 i + j.
    private static readonly Half[] map = [.. Enumerable.Range(0, 25).Select(n => (Half)(n / 5 * 10 + n % 5))];

    [Fact]
    public void CopyMap_StudentHasFewerRegions_LeavesTheTeachersLastOut()
    {
        var picture = new AlignedPicture(0, new RecordSize(3, 2, 0, 0), 2, null);
        var target = new float[36];

        picture.CopyMap(map, target, regions: 4, size: 6);

        Assert.Equal([0, 1, 0, 0, 3, 4], target[..6]);
        Assert.Equal([30, 31, 0, 0, 33, 34], target[24..30]);
        Assert.All(target[12..24], v => Assert.Equal(0, v));
    }

    [Fact]
    public void CopyMap_Order_MovesRowsAndColumnsOfRegionsOnly()
    {
        var picture = new AlignedPicture(0, new RecordSize(3, 2, 0, 0), 3, [2, 0, 1]);
        var target = new float[25];

        picture.CopyMap(map, target, regions: 3, size: 5);

        Assert.Equal([22, 20, 21, 23, 24], target[..5]);
        Assert.Equal([42, 40, 41, 43, 44], target[20..]);
        Assert.Equal((2, 4), (picture.Theirs(0), picture.Theirs(4)));
    }

    [Fact]
    public void Some_ManyDraws_AreDifferentNumbersOfTheRange()
    {
        var drawn = TokenDraw.Some(10, 6, 4, new SeededRandom(3));

        Assert.Equal(4, drawn.Distinct().Count());
        Assert.All(drawn, n => Assert.InRange(n, 10, 15));
        Assert.Equal(drawn, TokenDraw.Some(10, 6, 4, new SeededRandom(3)));
        Assert.Equal(6, TokenDraw.Some(10, 6, 100, new SeededRandom(3)).Length);
        Assert.Equal(512, Enumerable.Range(0, 20).Sum(i => TokenDraw.Part(512, i, 20)));
    }
}
