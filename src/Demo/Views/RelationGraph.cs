using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Views;

/// <summary>What the other model makes of an arrow.</summary>
public enum Agreement
{
    /// <summary>There is no other, or it has not seen these two.</summary>
    Unknown,

    /// <summary>It reads the same.</summary>
    Same,

    /// <summary>It reads something else.</summary>
    Differs,

    /// <summary>It reads nothing of the least score.</summary>
    Alone,
}

/// <summary>The scene graph: every model's arrows, what they agree on, and the arrow that is looked at. Moved on once a frame on the GL lane; allocates only when the models are others.</summary>
public sealed class RelationGraph
{
    private IReadOnlyList<VisionFeed> feeds = [];
    private EdgeBoard[] boards = [];
    private bool shown;
    private float least;

    /// <summary>Numbers of things of one class.</summary>
    public RegionNumbers Numbers { get; } = new();

    /// <summary>One per model, left to right.</summary>
    public IReadOnlyList<VisionFeed> Feeds => feeds;

    /// <summary>A model's arrows; those of the first model for one that is gone.</summary>
    public EdgeBoard Of(VisionFeed feed)
    {
        for (int i = 0; i < feeds.Count; i++)
            if (ReferenceEquals(feeds[i], feed)) return boards[i];
        return boards[0];
    }

    /// <summary>Takes over what the models told and moves on to <paramref name="now"/>.</summary>
    /// <param name="vision">Whose feeds and things.</param>
    /// <param name="view">What is chosen; steps are settled here.</param>
    /// <param name="frameTime">When the picture on screen was captured.</param>
    /// <param name="now">The program's clock.</param>
    public void Update(IVisionStage vision, ViewState view, TimeSpan frameTime, TimeSpan now)
    {
        if (!ReferenceEquals(vision.Feeds, feeds))
        {
            // Other models count things anew.
            if (feeds.Count > 0) view.Edge = null;
            feeds = vision.Feeds;
            boards = [.. feeds.Select(_ => new EdgeBoard())];
        }

        if (!view.Graphing)
        {
            if (shown)
                for (int i = 0; i < boards.Length; i++) boards[i].Clear(feeds[i].Relations);
            shown = false;
            return;
        }

        (shown, least) = (true, view.RelationThreshold);
        Numbers.Update(vision.Tracker.At(frameTime, now));
        if (view.Edge is var (subject, other) && !(Numbers.Knows(subject) && Numbers.Knows(other))) view.Edge = null;
        for (int i = 0; i < boards.Length; i++) boards[i].Update(feeds[i].Relations, least, view.Edge, now);
        // A step taken before anything was told waits for the first arrows.
        if (view.PendingSteps != 0 && HaveTold()) Step(view);
    }

    /// <summary>True where both things of a relation are on screen.</summary>
    public bool IsSeen(ToldRelation told) => Numbers.Knows(told.SubjectTrack) && Numbers.Knows(told.ObjectTrack);

    /// <summary>What the other model makes of a model's arrow, and its reading of the same two things where it has one of the least score.</summary>
    public (Agreement Agreement, ToldRelation? Other) Compare(VisionFeed feed, ToldRelation edge)
    {
        if (OtherOf(feed) is not { } name || Of(name) is not { Latest: { } latest } other) return (Agreement.Unknown, null);
        // What stands on the other's board is steadier than its last word.
        int at = other.IndexOf(edge.SubjectTrack, edge.ObjectTrack);
        var told = at >= 0 && other[at].Told.SubjectTrack == edge.SubjectTrack ? other[at].Told : latest.Find(edge.SubjectTrack, edge.ObjectTrack);
        if (told is null) return (latest.Saw(edge.SubjectTrack) && latest.Saw(edge.ObjectTrack) ? Agreement.Alone : Agreement.Unknown, null);
        if (told.Predicate == edge.Predicate) return told.Score >= EdgeBoard.Staying * least ? (Agreement.Same, told) : (Agreement.Alone, null);
        return told.Score >= least ? (Agreement.Differs, told) : (Agreement.Alone, null);
    }

    /// <summary>The model that another is compared with; null where there is only one.</summary>
    public VisionFeed? OtherOf(VisionFeed feed)
    {
        for (int i = 0; i < feeds.Count; i++)
            if (!ReferenceEquals(feeds[i], feed)) return feeds[i];
        return null;
    }

    // Through the arrows of the models shown, one after the other; two models' arrows between the same things count once.
    private void Step(ViewState view)
    {
        int shownBoards = view.ShowsTwo ? boards.Length : 1, total = 0, present = -1;
        for (int pass = 0; pass < 2; pass++)
        {
            int wanted = total == 0 ? 0 : present < 0 ? (view.PendingSteps > 0 ? 0 : total - 1) : ((present + view.PendingSteps) % total + total) % total, at = 0;
            for (int b = 0; b < boards.Length; b++)
            {
                if (shownBoards == 1 && feeds[b].Model != view.Left) continue;
                for (int i = 0; i < boards[b].Count; i++)
                {
                    var told = boards[b][i].Told;
                    if (!IsSeen(told) || IsEarlier(told, b, view, shownBoards)) continue;
                    if (pass == 0)
                    {
                        if (view.Edge is var (subject, other) && told.IsBetween(subject, other)) present = total;
                        total++;
                    }
                    else if (at++ == wanted) view.ChooseEdge((told.SubjectTrack, told.ObjectTrack));
                }
            }
        }

        view.PendingSteps = 0;
    }

    // All that can.
    private bool HaveTold()
    {
        for (int i = 0; i < boards.Length; i++)
            if (boards[i].Latest is null && feeds[i].Unrelated is null) return false;
        return true;
    }

    private bool IsEarlier(ToldRelation told, int board, ViewState view, int shownBoards)
    {
        for (int b = 0; b < board; b++)
            if ((shownBoards > 1 || feeds[b].Model == view.Left) && boards[b].IndexOf(told.SubjectTrack, told.ObjectTrack) >= 0) return true;
        return false;
    }
}
