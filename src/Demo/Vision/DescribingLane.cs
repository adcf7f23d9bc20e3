using VlDistill.Frames;

namespace VlDistill.Demo.Vision;

/// <summary>A further model, such as the teacher: describes what the student's eyes saw, as often as it can.</summary>
public sealed class DescribingLane(string name, Narrator narrator, Mailbox<Sighting> sightings) : IVisionLane
{
    private Sighting? last;

    public string Name => name;

    public bool StandsBack => true;

    public void Open() => narrator.Open();

    public bool Step(TimeSpan wait)
    {
        var sighting = sightings.Take(wait);
        var work = LaneWork.Begin();
        if (sighting is not null)
        {
            last?.Dispose();
            last = sighting;
            narrator.Describe(sighting);
        }

        if (last is not null)
        {
            narrator.AnswerPending(last);
            narrator.RelatePending(last);
        }

        if (sighting is not null) work.End(narrator.Statistics);
        return sighting is not null;
    }

    public void Dispose()
    {
        last?.Dispose();
        sightings.Dispose();
        narrator.Dispose();
    }
}
