using Silk.NET.Input;

namespace VlDistill.Demo.Views;

/// <summary>A key as people read it.</summary>
/// <param name="Key">What a click on it presses.</param>
/// <param name="Caps">What is printed on it.</param>
/// <param name="Short">For the key bar.</param>
/// <param name="Meaning">For the help.</param>
public readonly record struct KeyHint(Key Key, string Caps, string Short, string Meaning);

/// <summary>The keys of <see cref="ViewControls"/> as the key bar and the help show them.</summary>
public static class KeyGuide
{
    private static readonly KeyHint Models = new(Key.M, "M N", "models", "other model on the left, on the right");
    private static readonly KeyHint Words = new(Key.Right, "← →", "word", "word before, next word; holds the sentence");
    private static readonly KeyHint Layers = new(Key.Down, "↑ ↓", "layer", "layer of the attention; with Shift: its head");
    private static readonly KeyHint Reduce = new(Key.X, "X", "mean/max/rollout", "mean, max or rollout of the attention maps");
    private static readonly KeyHint Ask = new(Key.Slash, "/", "ask", "ask the models a question");
    private static readonly KeyHint Find = new(Key.P, "P", "find", "find things by name: red bus, dog");
    private static readonly KeyHint Threshold = new(Key.Minus, "- +", "least score", "least score of what is found, or of relations");
    private static readonly KeyHint Tags = new(Key.W, "W", "tags", "tags of the whole picture, live, with bars");
    private static readonly KeyHint Graph = new(Key.E, "E", "relations", "who does what to whom: arrows and sentences");
    private static readonly KeyHint Sentences = new(Key.L, "L", "list", "relations as sentences, beside the arrows");
    private static readonly KeyHint Edges = new(Key.Right, "← →", "arrow", "");
    private static readonly KeyHint Pause = new(Key.Space, "Space", "pause", "pause: all models catch up with this frame");
    private static readonly KeyHint Record = new(Key.R, "R", "record", "begin or end a recording");
    private static readonly KeyHint Figures = new(Key.G, "G", "figures", "times, sizes and distances of each model");
    private static readonly KeyHint History = new(Key.T, "T", "history", "what was said, and when");
    private static readonly KeyHint Release = new(Key.Escape, "Esc", "let go", "leave entry, selection, answers; else quit");

    /// <summary>Rows of the help, two columns of them.</summary>
    public static readonly KeyHint[] Help =
    [
        new(Key.Tab, "1 2 3 4", "views", "single, side by side, difference, inspector"),
        new(Key.Tab, "Tab", "view", "next view"),
        Models, Words, Layers, Reduce, Ask, Find, Threshold, Graph, Sentences, Pause, Record,
        new(Key.S, "S", "snapshot", "save a picture of the screen"),
        new(Key.C, "C", "camera", "next camera"),
        new(Key.B, "B", "bundle", "other models: type or drop a bundle folder"),
        History, Figures, Tags,
        new(Key.F, "F", "full screen", "full screen"),
        new(Key.H, "H", "help", "show or hide this"),
        Release,
        new(Key.Q, "Q", "quit", "quit"),
    ];

    private static readonly KeyHint[] Live = [Models, Ask, Find, Graph, Words, Pause, Record, Figures, Tags, History];
    private static readonly KeyHint[] Seeking = [Find, Threshold, Release, Words, Pause, Figures, Tags];
    private static readonly KeyHint[] Graphing = [Edges, Graph, Threshold, Sentences, Release, Pause, Models, Record, Figures];
    private static readonly KeyHint[] Studying = [Words, Layers, Reduce, Models, Pause, Ask, Figures, Tags, History];
    private static readonly KeyHint[] Holding = [Release, Words, Layers, Reduce, Pause, Figures];
    private static readonly KeyHint[] Entering =
    [
        new(Key.Enter, "Enter", "send", ""), new(Key.Escape, "Esc", "cancel", ""), new(Key.Up, "↑", "last one", ""),
    ];

    /// <summary>What helps most now.</summary>
    public static KeyHint[] For(ViewState view) =>
        view.Entry != EntryKind.None ? Entering : view.Graphing && !view.Finding && !view.AnswersShown && view.Word < 0 && view.Region < 0 ? Graphing : view.Held || view.AnswersShown ? Holding : view.Finding ? Seeking : view.View is View.Difference or View.Inspector ? Studying : Live;
}
