using Silk.NET.OpenGL;
using VlDistill.Demo.Graphics;
using VlDistill.Demo.Views;
using VlDistill.Demo.Vision;
using VlDistill.Inference;

namespace VlDistill.Demo.Overlay;

/// <summary>One model's side of the screen: its sentence at reading pace and where the present word looks.</summary>
public sealed class Pane(GL gl, VisionFeed feed) : IDisposable
{
    private const int MostTokens = 1024;
    private static readonly TimeSpan FadeTime = TimeSpan.FromMilliseconds(120);
    private readonly float[] weights = new float[MostTokens];
    private TimeSpan updated;
    private string remembered = "";
    private AnswerResult? answered;
    private bool showsMasks;
    private bool plain;

    public VisionFeed Feed => feed;

    public Rgba Colour { get; } = Theme.Of(feed.Model);

    public CaptionPresenter Presenter { get; } = new();

    public HeatMap Heat { get; } = new();

    public Texture HeatTexture { get; } = new(gl, channels: 1);

    /// <summary>0 before the first word, then 1.</summary>
    public float HeatStrength { get; private set; }

    /// <summary>How the heat is to be coloured.</summary>
    public HeatInk Ink => showsMasks ? new HeatInk(Colour, Theme.Object, HeatMap.Even / 255f, HeatStrength) : new HeatInk(Colour, default, 0, HeatStrength);

    /// <summary>Layers and heads of the sentence on screen; null before the first.</summary>
    public AttentionShape? Shape => Presenter.Shown is { } shown ? AttentionShape.Of(shown) : null;

    /// <summary>Moves the sentence and the cursor on to <paramref name="now"/>.</summary>
    public void Move(ViewState view, TimeSpan now)
    {
        Presenter.Update(feed.Steady ?? feed.Latest, now, view.Held);
        if (Presenter.Shown is not { Complete: true } shown || ReferenceEquals(shown.Text, remembered)) return;
        if (shown.Text != remembered) view.History.Add(now, feed.Model, shown.Text);
        remembered = shown.Text;
    }

    /// <summary>The newest answer with its question as a sentence, so that its attention can be looked at like any other; null where there is none.</summary>
    public VisionResult? Answer { get; private set; }

    /// <summary>Takes over a new answer; true where there is one.</summary>
    public bool TakeAnswer()
    {
        if (ReferenceEquals(feed.LatestAnswer, answered)) return false;
        answered = feed.LatestAnswer;
        Answer = null;
        if (answered is not { Answer: { } answer, Perception: { } perception }) return true;
        CaptionWord[] words = [.. answer.Question.Select(token => new CaptionWord(token.Text, 0, token.Attention))];
        var spoken = feed.LatestComplete;
        int maps = words.Length > 0 ? words[0].Attention.Length / perception.Regions.Tokens.Count : 0;
        // What answers has the layers and heads of what describes, unless the numbers say otherwise.
        bool alike = spoken is not null && spoken.Layers * spoken.Heads == maps;
        Answer = new VisionResult(feed.Model, answered.FrameId, answered.At, perception, words, Complete: true, default)
        {
            Layers = alike ? spoken!.Layers : 1,
            Heads = alike ? spoken!.Heads : Math.Max(1, maps),
        };
        return true;
    }

    /// <summary>Aims the heat at the mark of the question from which the answer was read.</summary>
    public void AimAtAnswer(AttentionShape grid, MapChoice choice)
    {
        if (Answer is { Words.Count: > 0 } answer) Aim(answer.Words[0], AttentionShape.Of(answer), answer.Perception, grid, choice);
    }

    /// <summary>Aims the heat at the present word.</summary>
    public void AimAtCursor(AttentionShape grid, MapChoice choice)
    {
        if (Presenter is not { Shown: { } shown, Cursor: >= 0 } || Presenter.Cursor >= shown.Words.Count) return;
        Aim(shown.Words[Presenter.Cursor], AttentionShape.Of(shown), shown.Perception, grid, choice);
    }

    /// <summary>Aims the heat at a word of any kind.</summary>
    public void Aim(in CaptionWord word, AttentionShape shape, Perception perception, AttentionShape grid, MapChoice choice)
    {
        var read = weights.AsSpan(0, Math.Min(MostTokens, perception.Regions.Tokens.Count));
        shape.Read(word, grid, choice, read);
        Heat.Aim(read, perception.Regions);
        HeatStrength = Math.Max(HeatStrength, 0.01f);
    }

    /// <summary>While the graph is shown the picture is plain, or shows where the model looked for the two ends of the chosen arrow.</summary>
    public void Relate(ViewState view, EdgeBoard board)
    {
        bool masked = showsMasks;
        showsMasks = false;
        plain = view.Graphing && view.Word < 0 && view.Region < 0 && !view.AnswersShown;
        if (plain && view.Edge is var (subject, other) && board.Latest is { } latest && (latest.Find(subject, other) ?? latest.Between(subject, other)) is { } told)
        {
            var one = latest.Mask(latest.SubjectMasks, told.Subject);
            showsMasks = !one.IsEmpty;
            plain = one.IsEmpty;
            if (showsMasks) Heat.AimMasks(one, latest.Mask(latest.ObjectMasks, told.Object), latest.Rows, latest.Columns);
        }

        // Two ways to read the same numbers: nothing between them makes sense.
        if (masked != showsMasks) Heat.Ease(1);
    }

    /// <summary>Fades towards what was aimed at.</summary>
    public void Ease(TimeSpan now)
    {
        float part = Math.Clamp((float)((now - updated) / FadeTime), 0, 1);
        updated = now;
        Heat.Ease(part);
        HeatTexture.Upload(Heat.Pixels, HeatMap.Size, HeatMap.Size);
        if (plain) HeatStrength -= HeatStrength * part;
        else if (HeatStrength > 0 || showsMasks) HeatStrength += (1 - HeatStrength) * part;
    }

    public void Dispose() => HeatTexture.Dispose();
}
