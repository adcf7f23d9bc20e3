using VlDistill.Demo.Views;
using VlDistill.Demo.Vision;
using VlDistill.Inference;
using VlDistill.Regions;

namespace VlDistill.Demo.Tests.Views;

public sealed class TagBoardTests
{
    private static readonly string[] three = ["dog", "grass", "ball"];
    private readonly TagBoard board = new();
    private TimeSpan now = TimeSpan.FromSeconds(5);

    [Fact]
    public void Update_FirstSight_SortsAndLeavesOutTheUnlikely()
    {
        See(three, 0, 0.2f, 0.05f, 0.9f);

        Assert.Equal(["ball 0.90", "dog 0.20"], Rows());
    }

    [Fact]
    public void Update_OneFlickeringFrame_HardlyMovesTheScore()
    {
        See(three, 0, 0.9f, 0.5f, 0);
        See(three, 33, 0.1f, 0.5f, 0);

        // 1 − e^(−33/800) = 0.0404 of the way from 0.9 to 0.1.
        Assert.Equal(0.9f - 0.0404f * 0.8f, board[0].Score, 0.001f);
    }

    [Fact]
    public void Update_ScoresThatWaverAroundEachOther_KeepTheirOrder()
    {
        See(three, 0, 0.52f, 0.5f, 0);
        for (int i = 0; i < 300; i++)
        {
            See(three, 33, i % 2 == 0 ? 0.5f : 0.53f, i % 2 == 0 ? 0.54f : 0.5f, 0);
            Assert.Equal(["dog", "grass"], Rows().Select(r => r.Split(' ')[0]));
        }
    }

    [Fact]
    public void Update_ClearLead_OvertakesAndGlidesThere()
    {
        See(three, 0, 0.5f, 0.45f, 0);
        while (board[0].Name == "dog") See(three, 33, 0.2f, 0.8f, 0);

        Assert.True(board[0].Score > board[1].Score + 0.04f);
        Assert.InRange(board[0].Place, 0.1f, 0.99f);
        See(three, 2000, 0.2f, 0.8f, 0);
        Assert.Equal(0, board[0].Place, 0.001f);
        Assert.Equal(1, board[1].Place, 0.001f);
    }

    [Fact]
    public void Update_TagThatFades_StaysUntilItIsClearlyGone()
    {
        See(three, 0, 0.9f, 0.12f, 0);
        for (int i = 0; i < 100; i++) See(three, 100, 0.9f, 0.07f, 0.07f);
        Assert.Equal(["dog", "grass"], Rows().Select(r => r.Split(' ')[0]));

        for (int i = 0; i < 100; i++) See(three, 100, 0.9f, 0.01f, 0.07f);
        Assert.Equal(["dog 0.90"], Rows());
    }

    [Fact]
    public void Update_MoreThanEight_TheNinthNeedsALead()
    {
        string[] names = [.. Enumerable.Range(0, 9).Select(i => $"t{i}")];
        float[] scores = [0.9f, 0.8f, 0.7f, 0.6f, 0.5f, 0.4f, 0.3f, 0.2f, 0.19f];
        See(names, 0, scores);
        Assert.Equal(TagBoard.Most, board.Count);

        scores[8] = 0.235f;
        for (int i = 0; i < 50; i++) See(names, 100, scores);
        Assert.Equal("t7", board[7].Name);

        scores[8] = 0.28f;
        for (int i = 0; i < 50; i++) See(names, 100, scores);
        Assert.Equal("t8", board[7].Name);
    }

    [Fact]
    public void Update_OtherEyes_BeginAnew()
    {
        See(three, 0, 0.9f, 0.5f, 0.3f);
        board.Update(new Sight(0, default, Seen(0.9f, 0.5f, 0.3f)), ["cat", "bus"], now);
        Assert.Equal(0, board.Count);

        See(["cat", "bus"], 33, 0.2f, 0.6f);
        Assert.Equal(["bus 0.60", "cat 0.20"], Rows());
    }

    [Fact]
    public void Update_NoSightOrNoTags_IsEmpty()
    {
        board.Update(null, three, now);
        board.Update(new Sight(0, default, Seen()), [], now);

        Assert.Equal(0, board.Count);
        Assert.False(board.HasTags);
    }

    private void See(IReadOnlyList<string> names, int after, params float[] scores)
    {
        names = known.TryGetValue(string.Join(' ', names), out var same) ? same : known[string.Join(' ', names)] = names;
        now += TimeSpan.FromMilliseconds(after);
        board.Update(new Sight(0, default, Seen(scores)), names, now);
    }

    private readonly Dictionary<string, IReadOnlyList<string>> known = [];

    private static Perception Seen(params float[] tags) => new(RegionSet.From([]), 1) { Tags = tags };

    private string[] Rows() => [.. Enumerable.Range(0, board.Count).Select(i => FormattableString.Invariant($"{board[i].Name} {board[i].Score:0.00}"))];
}
