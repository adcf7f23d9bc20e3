using VlDistill.Demo.Views;
using VlDistill.Demo.Vision;
using VlDistill.Regions;

namespace VlDistill.Demo.Tests.Views;

public sealed class RelationGraphTests : IDisposable
{
    private readonly StubStage stage = new("student", "teacher");
    private readonly RelationGraph graph = new();
    private readonly ViewState view = new() { GraphShown = true, Left = "student", Right = "teacher" };
    private TimeSpan now = TimeSpan.FromSeconds(1);

    public RelationGraphTests() => stage.See(RegionSet.From([Thing(0.1f, 0), Thing(0.4f, 0), Thing(0.7f, 1)]));

    public void Dispose() => stage.Dispose();

    [Theory]
    [InlineData("riding", 0.8f, Agreement.Same)]
    [InlineData("riding", 0.25f, Agreement.Same)]
    [InlineData("riding", 0.1f, Agreement.Alone)]
    [InlineData("near", 0.6f, Agreement.Differs)]
    [InlineData("near", 0.2f, Agreement.Alone)]
    public void Compare_WhatTheOtherReads_IsToldApart(string predicate, float score, Agreement expected)
    {
        Tell("student", (0, "riding", 1, 0.7f));
        Tell("teacher", (0, predicate, 1, score));

        var (agreement, other) = Compare();

        Assert.Equal(expected, agreement);
        Assert.Equal(expected == Agreement.Alone ? null : predicate, other?.Predicate);
    }

    [Fact]
    public void Compare_OtherWithTheReverseDirectionFirst_ComparesTheSameDirection()
    {
        Tell("student", (0, "above", 1, 0.7f));
        Tell("teacher", (1, "under", 0, 0.8f), (0, "above", 1, 0.6f));

        Assert.Equal(Agreement.Same, Compare().Agreement);
    }

    [Fact]
    public void Compare_OtherThatHasNotSeenThese_IsUnknown()
    {
        Tell("student", (0, "riding", 1, 0.7f));
        Assert.Equal(Agreement.Unknown, Compare().Agreement);

        Tell("teacher", (0, "riding", 2, 0.7f));
        Assert.Equal(Agreement.Unknown, Compare().Agreement);

        // It saw them and found nothing worth keeping.
        stage.Tell(new RelationResult("teacher", 0, now, [], 1) { Tracks = [2, 0, 1] });
        Update();
        Assert.Equal(Agreement.Alone, Compare().Agreement);
    }

    [Fact]
    public void Update_StepsOfTheArrowKeys_GoThroughEachPairOnce()
    {
        Tell("student", (0, "riding", 1, 0.9f), (0, "near", 2, 0.7f));
        Tell("teacher", (1, "under", 0, 0.9f), (1, "near", 2, 0.7f));
        var chosen = new List<(int, int)?>();
        for (int i = 0; i < 4; i++)
        {
            view.PendingSteps = 1;
            Update();
            chosen.Add(view.Edge);
        }

        Assert.Equal([(0, 1), (0, 2), (1, 2), (0, 1)], chosen);
        view.PendingSteps = -1;
        Update();
        Assert.Equal((1, 2), view.Edge);
    }

    [Fact]
    public void Update_StepsInSingleView_StayWithItsModel()
    {
        view.View = View.Single;
        view.PendingSteps = 1;
        Tell("student", (0, "riding", 1, 0.9f));
        Assert.Null(view.Edge);
        Tell("teacher", (1, "near", 2, 0.7f));
        for (int i = 0; i < 3; i++)
        {
            view.PendingSteps = 1;
            Update();
            Assert.Equal((0, 1), view.Edge);
        }
    }

    [Fact]
    public void Update_ThingGone_LetsGoOfItsArrow()
    {
        Tell("student", (0, "riding", 1, 0.9f));
        view.Edge = (0, 1);
        Update();
        Assert.Equal((0, 1), view.Edge);
        for (int i = 8; i < 20; i++) stage.Tracker.Observe(RegionSet.From([Thing(0.1f, 0)]), TimeSpan.FromMilliseconds(100 * i));
        for (int i = 0; i < 20; i++) Update();

        Assert.Null(view.Edge);
    }

    [Fact]
    public void Update_GraphHidden_ForgetsAndStartsAfresh()
    {
        Tell("student", (0, "riding", 1, 0.9f));
        Assert.Equal(1, graph.Of(stage.Feeds[0]).Count);
        view.GraphShown = false;
        Update();
        view.GraphShown = true;
        Update();

        Assert.Equal(0, graph.Of(stage.Feeds[0]).Count);
    }

    [Fact]
    public void Numbers_ThingsOfOneClass_AreToldApart()
    {
        Update();

        Assert.Equal([1, 2, 0], new[] { 0, 1, 2 }.Select(graph.Numbers.Of));
        Assert.Equal([0, 0, 1, -1], new[] { 0, 1, 2, 9 }.Select(graph.Numbers.LabelOf));
    }

    private (Agreement Agreement, ToldRelation? Other) Compare() => graph.Compare(stage.Feeds[0], graph.Of(stage.Feeds[0])[0].Told);

    private void Tell(string model, params (int Subject, string Predicate, int Object, float Score)[] relations)
    {
        stage.Tell(new RelationResult(model, 0, now, [.. relations.Select(r => new ToldRelation(r.Subject, r.Object, r.Subject, r.Object, r.Predicate, r.Score, []))], 1));
        Update();
    }

    private void Update()
    {
        now += TimeSpan.FromSeconds(0.1);
        graph.Update(stage, view, TimeSpan.FromSeconds(0.7), now);
    }

    private static Region Thing(float left, int label) => new(new Box(left, 0.2f, left + 0.2f, 0.8f), label, 0.9f);
}
