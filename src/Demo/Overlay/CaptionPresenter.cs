using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Overlay;

/// <summary>
/// Shows a model's sentences at reading pace, though it may say twenty a second: words appear one by one, the cursor then walks over
/// them with their attention, and only a finished sentence makes room for the latest one. A sentence that stays the same does not flicker.
/// </summary>
public sealed class CaptionPresenter
{
    private static readonly TimeSpan WordTime = TimeSpan.FromMilliseconds(140);
    private static readonly TimeSpan CursorTime = TimeSpan.FromMilliseconds(320);
    private static readonly TimeSpan RestTime = TimeSpan.FromMilliseconds(900);
    private TimeSpan stepped;
    private int walked;

    /// <summary>The sentence on screen; null before the first word.</summary>
    public VisionResult? Shown { get; private set; }

    /// <summary>How many of its words are visible.</summary>
    public int Revealed { get; private set; }

    /// <summary>The word whose attention is shown; -1 for none.</summary>
    public int Cursor { get; private set; } = -1;

    /// <summary>When the present cursor word was chosen.</summary>
    public TimeSpan CursorSince => stepped;

    /// <summary>Moves on to <paramref name="now"/>; true where the cursor or the sentence changed.</summary>
    public bool Update(VisionResult? latest, TimeSpan now)
    {
        if (latest is null) return false;
        if (Shown is null) return Begin(latest, now, sameText: false);
        // The sentence on screen grew, or is now complete.
        if (latest.FrameId == Shown.FrameId && latest.Words.Count >= Shown.Words.Count) Shown = latest;
        if (Revealed < Shown.Words.Count) return now - stepped >= WordTime && Reveal(now);
        if (!Shown.Complete && latest.FrameId == Shown.FrameId) return false;
        bool rested = walked >= Shown.Words.Count || now - stepped >= RestTime;
        if (rested && latest.FrameId != Shown.FrameId && latest.Words.Count > 0) return Replace(latest, now);
        return now - stepped >= CursorTime && Walk(now);
    }

    private bool Replace(VisionResult latest, TimeSpan now)
    {
        bool same = latest.Text == Shown!.Text;
        // A growing sentence may still become the one on screen.
        if (!latest.Complete && Shown.Text.StartsWith(latest.Text, StringComparison.Ordinal)) return now - stepped >= CursorTime && Walk(now);
        return Begin(latest, now, same);
    }

    private bool Begin(VisionResult latest, TimeSpan now, bool sameText)
    {
        Shown = latest;
        (stepped, walked) = (now, 0);
        if (sameText)
        {
            Cursor = Math.Min(Cursor, latest.Words.Count - 1);
            return true;
        }

        (Revealed, Cursor) = latest.Words.Count > 0 ? (1, 0) : (0, -1);
        return true;
    }

    private bool Reveal(TimeSpan now)
    {
        (stepped, walked) = (now, 0);
        Cursor = Revealed++;
        return true;
    }

    private bool Walk(TimeSpan now)
    {
        if (Shown!.Words.Count == 0) return false;
        stepped = now;
        walked++;
        Cursor = (Cursor + 1) % Shown.Words.Count;
        return true;
    }
}
