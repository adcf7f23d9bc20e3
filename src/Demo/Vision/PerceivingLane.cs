using VlDistill.Frames;
using VlDistill.Inference;

namespace VlDistill.Demo.Vision;

/// <summary>The student's eyes, then the student: sees every frame it can keep up with and passes what it saw to the other models.</summary>
/// <param name="openEyes">Loads the eyes.</param>
/// <param name="narrator">The model that describes on this lane.</param>
/// <param name="frames">The capture lane's mailbox; disposed with this lane.</param>
/// <param name="pool">Copies frames for the others.</param>
/// <param name="others">Mailboxes of the other models' lanes.</param>
public sealed class PerceivingLane(
    Func<(Func<Frame, (Perception Perception, FeatureMap Features)> See, IDisposable Owner)> openEyes,
    Narrator narrator,
    Mailbox<Frame> frames,
    FramePool pool,
    IReadOnlyList<Mailbox<Sighting>> others) : IVisionLane
{
    private (Func<Frame, (Perception Perception, FeatureMap Features)> See, IDisposable Owner)? eyes;
    private Perception? latest;

    public string Name => "student";

    /// <summary>The boxes to draw now; newer than any caption.</summary>
    public Perception? Latest => Volatile.Read(ref latest);

    public void Open()
    {
        eyes = openEyes();
        narrator.Open();
    }

    public bool Step(TimeSpan wait)
    {
        using var frame = frames.Take(wait);
        if (frame is null) return false;
        var (perception, features) = eyes!.Value.See(frame);
        using var map = features;
        Volatile.Write(ref latest, perception);
        foreach (var other in others) other.Put(new Sighting(pool.Copy(frame), perception, map.Share()));
        narrator.Describe(frame, perception, map);
        return true;
    }

    public void Dispose()
    {
        frames.Dispose();
        eyes?.Owner.Dispose();
        narrator.Dispose();
    }
}
