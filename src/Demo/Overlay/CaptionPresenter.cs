using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Overlay;

/// <summary>
/// Shows a model's sentences at reading pace, though it may say twenty a second: words appear one by one, the cursor then walks over
/// them with their attention, and only a sentence that could be read makes room for another. One that stays the same does not flicker:
/// its attention follows the newest frame.
/// </summary>
public sealed class CaptionPresenter
{
    private static readonly TimeSpan WordTime = TimeSpan.FromMilliseconds(120);
    private static readonly TimeSpan CursorTime = TimeSpan.FromMilliseconds(280);
    private static readonly TimeSpan ReadingTime = TimeSpan.FromMilliseconds(1800);
    private TimeSpan stepped;
    private TimeSpan readSince;

    /// <summary>The sentence on screen; null before the first word.</summary>
    public VisionResult? Shown { get; private set; }

    /// <summary>How many of its words are visible.</summary>
    public int Revealed { get; private set; }

    /// <summary>The word whose attention is shown; -1 for none.</summary>
    public int Cursor { get; private set; } = -1;

    /// <summary>Puts the cursor on a word; it walks on from there.</summary>
    public void Point(int word, TimeSpan now) => (Cursor, Revealed, stepped) = (word, Shown?.Words.Count ?? 0, now);

    /// <summary>Moves on to <paramref name="now"/>; true where the attention to show changed.</summary>
    /// <param name="latest">The model's newest result.</param>
    /// <param name="now">The program's clock.</param>
    /// <param name="held">True while the sentence on screen must stay.</param>
    public bool Update(VisionResult? latest, TimeSpan now, bool held = false)
    {
        if (latest is null) return false;
        if (Shown is null) return Begin(latest, now);
        if (held && Shown.Complete) return false;
        if (latest.FrameId == Shown.FrameId && latest.Words.Count >= Shown.Words.Count) Shown = latest;
        if (Revealed < Shown.Words.Count) return now - stepped >= WordTime && Reveal(now);
        if (latest.FrameId != Shown.FrameId)
        {
            if (latest.Complete && latest.Text == Shown.Text) return Refresh(latest, now);
            // A growing sentence may still become the one on screen.
            bool differs = latest.Words.Count > 0 && (latest.Complete || !Shown.Text.StartsWith(latest.Text, StringComparison.Ordinal));
            if (differs && now - readSince >= ReadingTime) return Begin(latest, now);
        }

        return Shown.Complete && now - stepped >= CursorTime && Walk(now);
    }

    private bool Begin(VisionResult latest, TimeSpan now)
    {
        Shown = latest;
        stepped = readSince = now;
        (Revealed, Cursor) = latest.Words.Count > 0 ? (1, 0) : (0, -1);
        return true;
    }

    // The same words about a newer frame.
    private bool Refresh(VisionResult latest, TimeSpan now)
    {
        Shown = latest;
        if (now - stepped >= CursorTime) Walk(now);
        return true;
    }

    private bool Reveal(TimeSpan now)
    {
        stepped = readSince = now;
        Cursor = Revealed++;
        return true;
    }

    private bool Walk(TimeSpan now)
    {
        if (Shown!.Words.Count == 0) return false;
        stepped = now;
        Cursor = (Cursor + 1) % Shown.Words.Count;
        return true;
    }
}
