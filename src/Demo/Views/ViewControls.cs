using Silk.NET.Input;

namespace VlDistill.Demo.Views;

/// <summary>What every key and click does; <see cref="KeyGuide"/> lists the same keys for people.</summary>
/// <param name="view">What they change.</param>
/// <param name="actions">What they ask of the program.</param>
public sealed class ViewControls(ViewState view, DemoActions actions)
{
    /// <summary>True while letters go into a line of text.</summary>
    public bool Typing => view.Entry != EntryKind.None;

    /// <summary>A key went down.</summary>
    public void Press(Key key, bool shift = false)
    {
        if (Typing) Edit(key);
        else if (!Navigate(key, shift)) Command(key);
    }

    /// <summary>A character was typed.</summary>
    public void Type(char character)
    {
        if (Typing) view.Text.Insert(character);
    }

    /// <summary>Text came from the clipboard; what is not a character of a line is left out.</summary>
    public void Paste(string text)
    {
        if (Typing) view.Text.Insert(text);
    }

    /// <summary>The left button went down on a target.</summary>
    public void Click(HitTarget target)
    {
        switch (target.Kind)
        {
            case HitKind.View: Show((View)target.A); break;
            case HitKind.Key: Press((Key)target.A, target.B != 0); break;
            case HitKind.Cell: view.ChooseCell(target.A, target.B); break;
            case HitKind.Reduction: view.Reduce((Reduction)target.A); break;
            case HitKind.Word: (view.Word, view.Pane) = view.Word == target.A && view.Pane == target.B ? (-1, 0) : (target.A, target.B); break;
            case HitKind.Region: (view.Region, view.Pane) = view.Region == target.A ? (-1, target.B) : (target.A, target.B); break;
            case HitKind.Edge: view.ChooseEdge(view.Edge == (target.A, target.B) ? null : (target.A, target.B)); break;
            case HitKind.None: view.Release(); break;
        }
    }

    /// <summary>Looks for names by comma from now on; none ends it.</summary>
    public void Find(string text)
    {
        string[] prompts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        view.Finding = prompts.Length > 0;
        actions.Find(prompts);
    }

    private bool Navigate(Key key, bool shift)
    {
        switch (key)
        {
            case Key.Number1 or Key.Number2 or Key.Number3 or Key.Number4: Show((View)(key - Key.Number1)); return true;
            case Key.Tab: view.StepView(shift ? -1 : 1); view.Release(); return true;
            case Key.M or Key.N: NextModel(right: key == Key.N); return true;
            case Key.Up: Step(-1, shift); return true;
            case Key.Down: Step(1, shift); return true;
            case Key.PageUp: Step(-1, heads: true); return true;
            case Key.PageDown: Step(1, heads: true); return true;
            case Key.X: view.Reduce((Reduction)(((int)view.Reduction + 1) % ViewNames.Reductions.Length)); return true;
            case Key.Left: view.PendingSteps--; return true;
            case Key.Right: view.PendingSteps++; return true;
            case Key.T: view.HistoryShown = !view.HistoryShown; return true;
            case Key.G: view.FiguresShown = !view.FiguresShown; return true;
            case Key.W: view.TagsShown = !view.TagsShown; return true;
            case Key.E: ToggleGraph(); return true;
            case Key.L: view.SentencesShown = !view.SentencesShown; return true;
            case Key.Minus or Key.KeypadSubtract: view.StepThreshold(-1); return true;
            case Key.Equal or Key.KeypadAdd: view.StepThreshold(1); return true;
            case Key.H: view.HelpShown = !view.HelpShown; return true;
            default: return false;
        }
    }

    private void Command(Key key)
    {
        switch (key)
        {
            case Key.Slash: view.Open(EntryKind.Ask); break;
            case Key.P: view.Open(EntryKind.Find); break;
            case Key.B: view.Open(EntryKind.Bundle); break;
            case Key.R: actions.Record(); break;
            case Key.S: actions.Snapshot(); break;
            case Key.C: actions.NextCamera(); break;
            case Key.Space: actions.Pause(); break;
            case Key.F: actions.FullScreen(); break;
            case Key.Q: actions.Quit(); break;
            case Key.Escape: Escape(); break;
        }
    }

    // Leaves the innermost thing first; with nothing left, the program.
    private void Escape()
    {
        if (view.HelpShown) view.HelpShown = false;
        else if (view.Release()) return;
        else if (view.AnswersShown) view.AnswersShown = false;
        else if (view.Finding) Find("");
        else if (view.Graphing) view.GraphShown = false;
        else actions.Quit();
    }

    private void Edit(Key key)
    {
        switch (key)
        {
            case Key.Escape: view.Open(EntryKind.None); break;
            case Key.Enter or Key.KeypadEnter: Submit(); break;
            case Key.Backspace: view.Text.Backspace(); break;
            case Key.Delete: view.Text.Delete(); break;
            case Key.Left: view.Text.Move(-1); break;
            case Key.Right: view.Text.Move(1); break;
            case Key.Home: view.Text.Move(int.MinValue / 2); break;
            case Key.End: view.Text.Move(int.MaxValue / 2); break;
            case Key.Up: view.Text.Recall(-1); break;
            case Key.Down: view.Text.Recall(1); break;
        }
    }

    private void Submit()
    {
        var kind = view.Entry;
        string text = view.Text.Submit();
        view.Open(EntryKind.None);
        if (kind == EntryKind.Find) Find(text);
        if (text.Length == 0) return;
        if (kind == EntryKind.Bundle) actions.Load(text);
        if (kind != EntryKind.Ask) return;
        view.AnswersShown = true;
        view.Release();
        actions.Ask(text);
    }

    private void ToggleGraph()
    {
        view.GraphShown = !view.GraphShown;
        (view.Edge, view.PendingSteps) = (null, 0);
    }

    private void Show(View wanted)
    {
        if (view.View != wanted) view.Release();
        view.View = wanted;
    }

    private void Step(int by, bool heads)
    {
        if (view.Reduction == Reduction.Rollout) view.Reduce(Reduction.Mean);
        if (heads) view.StepHead(by);
        else view.StepLayer(by);
    }

    private void NextModel(bool right)
    {
        if (!view.NextModel(right)) return;
        view.Release();
        actions.Show(view.Right.Length > 0 ? [view.Left, view.Right] : [view.Left]);
    }
}
