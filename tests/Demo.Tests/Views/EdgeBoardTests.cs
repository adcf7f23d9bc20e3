using VlDistill.Demo.Views;
using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Tests.Views;

public sealed class EdgeBoardTests
{
    private readonly EdgeBoard board = new();
    private RelationResult? told;
    private TimeSpan now = TimeSpan.FromSeconds(5);

    [Fact]
    public void Update_NewReading_FadesInAndStaysWhileNothingNewComes()
    {
        Tell((0, "riding", 1, 0.8f));
        Assert.InRange(board[0].Opacity, 0.01f, 0.99f);

        Pass(10);

        Assert.Equal(["0 riding 1"], Edges());
        Assert.Equal(1, board[0].Opacity);
    }

    [Fact]
    public void Update_NoLongerTold_FadesWithAgeAndGoes()
    {
        Tell((0, "riding", 1, 0.8f));
        Pass(1);
        var opacities = new List<float>();
        for (int i = 0; i < 20; i++)
        {
            Tell();
            if (board.Count > 0) opacities.Add(board[0].Opacity);
        }

        Assert.Equal(0, board.Count);
        Assert.Equal(opacities.OrderDescending(), opacities);
        // Full for 0.4 s, gone after 1.6 s.
        Assert.Equal(1, opacities[2]);
        Assert.InRange(opacities[9], 0.3f, 0.7f);
        Assert.InRange(opacities.Count, 15, 16);
    }

    [Fact]
    public void Update_ScoresAroundTheLeast_DoNotFlicker()
    {
        Tell((0, "riding", 1, 0.31f));
        Pass(1);
        for (int i = 0; i < 100; i++)
        {
            Tell((0, "riding", 1, i % 2 == 0 ? 0.24f : 0.33f));
            Pass(0.1);
            Assert.Equal(1, board[0].Opacity);
        }

        // What was not there yet needs the whole score.
        Tell((0, "riding", 1, 0.33f), (2, "near", 3, 0.24f));
        Assert.Single(Edges());
    }

    [Fact]
    public void Update_OneOtherReading_IsPassedOverAndAPersistentOneTakesOver()
    {
        Tell((0, "riding", 1, 0.6f));
        Pass(1);
        Tell((0, "near", 1, 0.7f));
        Assert.Equal(["0 riding 1"], Edges());
        for (int i = 0; i < 6; i++)
        {
            Pass(0.1);
            Tell((0, "near", 1, 0.7f));
        }

        Assert.Equal(["0 near 1"], Edges());
    }

    [Fact]
    public void Update_BothDirectionsTold_ShowsTheLikelierOnce()
    {
        Tell((1, "under", 0, 0.4f), (0, "riding", 1, 0.6f));

        Assert.Equal(["0 riding 1"], Edges());
    }

    [Fact]
    public void Update_DirectionsThatWaver_KeepTheFirst()
    {
        Tell((0, "above", 1, 0.5f), (1, "under", 0, 0.49f));
        for (int i = 0; i < 50; i++)
        {
            Pass(0.1);
            Tell((0, "above", 1, 0.48f), (1, "under", 0, 0.52f));
            Assert.Equal(["0 above 1"], Edges());
        }
    }

    [Fact]
    public void Update_MoreThanThereIsRoomFor_ShowsTheSurest()
    {
        Tell([.. Enumerable.Range(0, 20).Select(i => (2 * i, i % 2 == 0 ? "near" : "riding", 2 * i + 1, 0.4f + 0.02f * i))]);

        Assert.Equal(EdgeBoard.Most, board.Count);
        Assert.Equal("38 riding 39", Edges()[0]);
    }

    [Fact]
    public void Update_ManyOfOnePredicate_LeaveRoomForOthers()
    {
        Tell([.. Enumerable.Range(0, 20).Select(i => (2 * i, "left of", 2 * i + 1, 0.9f + 0.001f * i)), (50, "riding", 51, 0.4f)]);

        Assert.Equal(["38 left of 39", "36 left of 37", "34 left of 35", "32 left of 33", "50 riding 51"], Edges());
    }

    [Fact]
    public void Update_ManyThenASurerOne_TakesThePlaceOfTheLeastSure()
    {
        var many = Enumerable.Range(0, 8).Select(i => (2 * i, i % 2 == 0 ? "near" : "on", 2 * i + 1, 0.5f)).ToArray();
        Tell(many);
        Pass(1);
        Tell([.. many, (40, "riding", 41, 0.9f)]);
        Pass(1);

        Assert.Equal(EdgeBoard.Most, board.Count);
        Assert.Equal("40 riding 41", Edges()[0]);
    }

    [Fact]
    public void Update_HigherThreshold_LetsWeakOnesFadeWithoutANewResult()
    {
        Tell((0, "riding", 1, 0.8f), (0, "near", 2, 0.35f));
        Pass(3);
        Assert.Equal(2, board.Count);

        Pass(2, threshold: 0.6f);

        Assert.Equal(["0 riding 1"], Edges());
    }

    [Fact]
    public void Update_ChosenButGone_StaysVisible()
    {
        Tell((0, "riding", 1, 0.8f));
        Pass(1);
        Tell();
        Pass(5, pinned: (1, 0));

        Assert.Equal(0.4f, Assert.Single(Opacities()), 0.001f);
    }

    [Fact]
    public void Clear_PresentResult_IsNotShownAgain()
    {
        Tell((0, "riding", 1, 0.8f));
        board.Clear(told);
        Pass(1);
        Assert.Equal(0, board.Count);

        Tell((0, "riding", 1, 0.8f));
        Assert.Equal(1, board.Count);
    }

    private void Tell(params (int Subject, string Predicate, int Object, float Score)[] relations)
    {
        told = new RelationResult(
            "student", 0, now, [.. relations.OrderByDescending(r => r.Score).Select(r => new ToldRelation(r.Subject, r.Object, r.Subject, r.Object, r.Predicate, r.Score, []))], 1);
        Pass(0.1);
    }

    private void Pass(double seconds, float threshold = 0.3f, (int, int)? pinned = null)
    {
        for (double passed = 0; passed < seconds - 1e-6; passed += 0.05)
        {
            now += TimeSpan.FromSeconds(0.05);
            board.Update(told, threshold, pinned, now);
        }
    }

    private string[] Edges() => [.. Enumerable.Range(0, board.Count).Select(i => $"{board[i].Told.SubjectTrack} {board[i].Told.Predicate} {board[i].Told.ObjectTrack}")];

    private float[] Opacities() => [.. Enumerable.Range(0, board.Count).Select(i => board[i].Opacity)];
}
