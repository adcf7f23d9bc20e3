using VlDistill.Frames;
using VlDistill.Inference;

namespace VlDistill.Demo.Vision;

/// <summary>
/// The student's eyes, then the student: sees every frame it can keep up with; what differs from the last frame described is
/// described, here and on the other models' lanes, so that all speak of the same frames.
/// </summary>
/// <param name="openEyes">Loads the eyes.</param>
/// <param name="narrator">The model that describes on this lane.</param>
/// <param name="frames">The capture lane's mailbox.</param>
/// <param name="gate">Says which frames to describe.</param>
/// <param name="openFinder">Loads what finds what people named.</param>
/// <param name="others">Mailboxes of the other models' lanes.</param>
public sealed class PerceivingLane(
    Func<(Func<Frame, (Perception Perception, FeatureMap Features)> See, IDisposable Owner)> openEyes,
    Narrator narrator,
    Mailbox<Frame> frames,
    ChangeGate gate,
    Func<IRegionFinder> openFinder,
    IReadOnlyList<Mailbox<Sighting>> others) : IVisionLane
{
    private (Func<Frame, (Perception Perception, FeatureMap Features)> See, IDisposable Owner)? eyes;
    private IRegionFinder? finder;
    private Sighting? last;
    private Sight? latest;
    private IReadOnlyList<string> prompts = [];
    private FindResult? found;
    private IReadOnlyList<string>? sought;

    public string Name => "student";

    /// <summary>The boxes to draw now; newer than any caption.</summary>
    public Sight? Latest => Volatile.Read(ref latest);

    public RegionTracker Tracker { get; } = new();

    public FindResult? Found => Volatile.Read(ref prompts).Count == 0 ? null : Volatile.Read(ref found);

    /// <summary>Takes over the last frame when the lane ends; null lets it go.</summary>
    public Action<Frame>? Heir { get; set; }

    public void Open()
    {
        if (eyes is not null) return;
        eyes = openEyes();
        finder = openFinder();
        narrator.Open();
        WarmUp();
    }

    public void Find(IReadOnlyList<string> wanted) => Volatile.Write(ref prompts, wanted);

    public bool Step(TimeSpan wait)
    {
        var frame = frames.Take(wait);
        var work = LaneWork.Begin();
        if (frame is not null) See(frame);
        if (last is not null)
        {
            Seek(last);
            narrator.AnswerPending(last);
            narrator.RelatePending(last);
        }

        if (frame is not null) work.End(narrator.Statistics);
        return frame is not null;
    }

    public void Dispose()
    {
        if (last is not null) Heir?.Invoke(last.Frame.Share());
        last?.Dispose();
        eyes?.Owner.Dispose();
        finder?.Dispose();
        narrator.Dispose();
    }

    /// <summary>Describes a frame nobody hears of: what first runs compile and allocate would otherwise hold up the first captions.</summary>
    private void WarmUp()
    {
        const int Side = 64;
        var blank = new Frame(-1, TimeSpan.Zero, Side, Side, new byte[Side * Side * 3]);
        var (perception, features) = eyes!.Value.See(blank);
        using var sighting = new Sighting(blank, perception, features);
        narrator.WarmUp(sighting);
    }

    private void See(Frame frame)
    {
        last?.Dispose();
        last = null;
        try
        {
            var (perception, features) = eyes!.Value.See(frame);
            last = new Sighting(frame, perception, features);
        }
        catch
        {
            frame.Dispose();
            throw;
        }

        var seen = last.Perception;
        Tracker.Observe(seen.Regions, frame.Time);
        last.Tracks = Tracker.Tracks;
        Volatile.Write(ref latest, new Sight(frame.Id, frame.Time, seen));
        sought = null;
        Seek(last);
        if (!gate.Admits(frame, seen.Regions)) return;
        foreach (var other in others) other.Put(new Sighting(frame.Share(), seen, last.Features.Share()) { Tracks = last.Tracks });
        narrator.Describe(last);
    }

    private void Seek(Sighting sighting)
    {
        var wanted = Volatile.Read(ref prompts);
        if (wanted.Count == 0 || ReferenceEquals(wanted, sought)) return;
        sought = wanted;
        Volatile.Write(ref found, FindResult.Of(wanted, finder!.Problem(wanted), finder.Find(wanted, sighting.Perception, sighting.Features), Tracker));
    }
}
