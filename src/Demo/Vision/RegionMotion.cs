using System.Numerics;

namespace VlDistill.Demo.Vision;

/// <summary>Moves and fades what is on screen towards what the tracks say, so that nothing jumps or blinks; for the GL lane only.</summary>
internal sealed class RegionMotion
{
    private const int Most = 64;
    private const double CorrectionSeconds = 0.09;
    private const double FadeSeconds = 0.18;
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(2);
    private readonly Shown[] shown = new Shown[Most];
    private readonly TrackedRegion[] regions = new TrackedRegion[Most];
    private int count;
    private TimeSpan last;
    private TimeSpan lastDrawn;

    public ReadOnlySpan<TrackedRegion> At(Track[] tracks, TimeSpan time, TimeSpan now)
    {
        var step = time - last;
        float seconds = (float)Math.Max(0, (now - lastDrawn).TotalSeconds);
        (last, lastDrawn) = (time, now);
        // A source that starts anew has no past to move from.
        if (step < TimeSpan.Zero || step > LongestStep) count = 0;
        float part = 1 - MathF.Exp(-seconds / (float)CorrectionSeconds), fade = seconds / (float)FadeSeconds;
        for (int i = 0; i < count; i++) shown[i].Target = 0;
        foreach (var track in tracks)
            if (track.Confirmed) Move(track, time, step, part);
        return Fade(fade);
    }

    private void Move(in Track track, TimeSpan time, TimeSpan step, float part)
    {
        var place = track.At(time);
        int at = IndexOf(track.Id);
        if (at < 0)
        {
            if (count == Most) return;
            shown[at = count++] = new Shown { Id = track.Id, Place = place };
        }

        ref var one = ref shown[at];
        // As far as it went since the last drawing, and a part of the way to where it is.
        var moved = one.Place + place - track.At(time - step);
        one.Place = moved + (place - moved) * part;
        (one.Label, one.Score, one.Target) = (track.Label, track.Score, RegionMatcher.Presence(track.Missed));
    }

    // Also closes the gaps that things leave when they have faded out.
    private ReadOnlySpan<TrackedRegion> Fade(float most)
    {
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            var one = shown[i];
            one.Opacity += Math.Clamp(one.Target - one.Opacity, -most, most);
            if (one.Opacity <= 0 && one.Target <= 0) continue;
            regions[kept] = new TrackedRegion(one.Id, Track.BoxOf(one.Place), one.Label, one.Score, one.Opacity);
            shown[kept++] = one;
        }

        count = kept;
        return regions.AsSpan(0, count);
    }

    private int IndexOf(int id)
    {
        for (int i = 0; i < count; i++)
            if (shown[i].Id == id) return i;
        return -1;
    }

    private struct Shown
    {
        public int Id;
        public Vector4 Place;
        public int Label;
        public float Score;
        public float Target;
        public float Opacity;
    }
}
