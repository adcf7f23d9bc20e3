using Silk.NET.OpenGL;
using VlDistill.Demo.Views;
using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Overlay;

/// <summary>The panes of the models chosen for left and right: made when the choice changes, moved on once a frame.</summary>
public sealed class PaneRow(GL gl) : IDisposable
{
    private readonly List<Pane> all = [];
    private Pane[] shown = [];
    private IReadOnlyList<VisionFeed>? feeds;
    private bool answering;
    private (string Left, string Right, bool Two) chosen;

    /// <summary>The panes of the view, left to right.</summary>
    public IReadOnlyList<Pane> Shown => shown;

    /// <summary>Takes the panes for the models that the view wants, as far as they are loaded.</summary>
    public void Arrange(IVisionStage vision, ViewState view)
    {
        var present = vision.Feeds;
        if (ReferenceEquals(present, feeds) && chosen == (view.Left, view.Right, view.ShowsTwo)) return;
        if (!ReferenceEquals(present, feeds)) Replace(vision, view);
        (feeds, chosen) = (present, (view.Left, view.Right, view.ShowsTwo));
        string[] names = view.ShowsTwo ? [view.Left, view.Right] : [view.Left];
        Pane[] found = [.. names.Select(name => all.Find(pane => pane.Feed.Model == name)).OfType<Pane>()];
        // Until the wanted models are loaded those that are there stay on screen.
        shown = found.Length == names.Length ? found : [.. all.Take(names.Length)];
    }

    /// <summary>Moves sentences, cursors and heat on to <paramref name="now"/>.</summary>
    public void Update(ViewState view, Study study, RelationGraph graph, AttentionComparison comparison, TimeSpan now)
    {
        foreach (var pane in shown)
        {
            pane.Move(view, now);
            // Also one that a recording gives without being asked.
            if (pane.TakeAnswer()) view.AnswersShown = true;
        }

        if (answering != view.AnswersShown) study.Clear();
        answering = view.AnswersShown;
        if (view.View is View.Difference or View.Inspector) UpdateStudy(view, study, comparison, now);
        else UpdateSentences(view, now);
        foreach (var pane in shown) pane.Relate(view, graph.Of(pane.Feed));
        foreach (var pane in shown) pane.Ease(now);
    }

    public void Dispose() => all.ForEach(pane => pane.Dispose());

    // Other models were loaded: those the user chose, or those of another bundle.
    private void Replace(IVisionStage vision, ViewState view)
    {
        var present = vision.Feeds;
        view.Available = vision.Available;
        (view.Left, view.Right) = (present[0].Model, present.Count > 1 ? present[1].Model : "");
        foreach (var pane in all) pane.Dispose();
        all.Clear();
        all.AddRange(present.Select(feed => new Pane(gl, feed)));
    }

    private void UpdateStudy(ViewState view, Study study, AttentionComparison comparison, TimeSpan now)
    {
        if (shown.Length == 0) return;
        if (view.AnswersShown) UpdateAnswers(view, study, now);
        else if (shown.Length == 1) study.Update(shown[0].Feed.LatestComplete, null, view, now);
        else if (comparison.LatestPair is { } pair && PairOf(pair.Left, pair.Right) is { } ordered) study.Update(ordered.Left, ordered.Right, view, now);
        else if (study.Left is not null && study.Right is not null) study.Update(null, null, view, now);
        if (study.Left is not { } left) return;
        var (a, b) = study.Pair(study.Cursor);
        if (a is { } first) shown[0].Aim(first, AttentionShape.Of(left), left.Perception, view.Grid, view.Choice);
        if (b is null && view.AnswersShown && shown.Length > 1) shown[1].AimAtAnswer(view.Grid, view.Choice);
        if (b is { } second && shown.Length > 1 && study.Right is { } right) shown[1].Aim(second, AttentionShape.Of(right), right.Perception, view.Grid, view.Choice);
    }

    // Two answers to one question about one frame are compared like sentences.
    private void UpdateAnswers(ViewState view, Study study, TimeSpan now)
    {
        var left = shown[0].Answer;
        var right = shown.Length > 1 ? shown[1].Answer : null;
        bool pair = left is not null && right is not null && left.FrameId == right.FrameId;
        if (pair || shown.Length == 1) study.Update(left, right, view, now);
        else study.Update(left, null, view, now);
    }

    // The reference comes last in a pair, the user may want it on the left.
    private (VisionResult Left, VisionResult Right)? PairOf(VisionResult a, VisionResult b)
    {
        string left = shown[0].Feed.Model, right = shown[1].Feed.Model;
        return (a.Model, b.Model) == (left, right) ? (a, b) : (b.Model, a.Model) == (left, right) ? (b, a) : null;
    }

    private void UpdateSentences(ViewState view, TimeSpan now)
    {
        AttentionShape? grid = null;
        foreach (var pane in shown)
            if (pane.Shape is { } shape) grid = grid is { } other ? other.Shared(shape) : shape;
        if (grid is not { } common) return;
        view.Grid = common;
        view.Layer = Math.Min(view.Layer, common.Layers - 1);
        view.Head = Math.Min(view.Head, common.Heads - 1);
        PointAtWord(view, now);
        foreach (var pane in shown)
        {
            if (view.AnswersShown) pane.AimAtAnswer(common, view.Choice);
            else pane.AimAtCursor(common, view.Choice);
        }
    }

    // A chosen word of one sentence marks the same word of the other where that has it.
    private void PointAtWord(ViewState view, TimeSpan now)
    {
        var focus = shown[Math.Min(view.Pane, shown.Length - 1)].Presenter;
        if (focus.Shown is not { Words.Count: > 0 } sentence) return;

        int count = sentence.Words.Count;
        // While the graph is shown the steps go from arrow to arrow.
        if (!view.Graphing)
        {
            if (view.PendingSteps != 0) view.Word = ((focus.Cursor + view.PendingSteps) % count + count) % count;
            view.PendingSteps = 0;
        }

        if (view.Word < 0) return;
        view.Word = Math.Min(view.Word, count - 1);
        focus.Point(view.Word, now);
        foreach (var pane in shown)
            if (pane.Presenter != focus && pane.Presenter.Shown is { } other && IndexOf(other, sentence.Words[view.Word].Text) is >= 0 and var same)
                pane.Presenter.Point(same, now);
    }

    private static int IndexOf(VisionResult result, string word)
    {
        for (int i = 0; i < result.Words.Count; i++)
            if (result.Words[i].Text == word) return i;
        return -1;
    }
}
