using VlDistill.Frames;

namespace VlDistill.Demo.Vision;

/// <summary>A further model, such as the teacher: describes what the student's eyes saw, as often as it can.</summary>
public sealed class DescribingLane(string name, Narrator narrator, Mailbox<Sighting> sightings) : IVisionLane
{
    public string Name => name;

    public void Open() => narrator.Open();

    public bool Step(TimeSpan wait)
    {
        using var sighting = sightings.Take(wait);
        if (sighting is null) return false;
        narrator.Describe(sighting.Frame, sighting.Perception, sighting.Features);
        return true;
    }

    public void Dispose()
    {
        sightings.Dispose();
        narrator.Dispose();
    }
}
