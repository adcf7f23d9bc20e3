using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Views;

/// <summary>Tells things of one class apart: person 1, person 2. A thing keeps its number as long as it is seen. Moved on once a frame on the GL lane; never allocates.</summary>
public sealed class RegionNumbers
{
    private const int Most = 64;
    private readonly (int Track, int Label, int Number)[] known = new (int, int, int)[Most];
    private int count;

    /// <summary>Takes over what is on screen now.</summary>
    public void Update(ReadOnlySpan<TrackedRegion> regions)
    {
        int kept = 0;
        for (int i = 0; i < count; i++)
            if (LabelOf(regions, known[i].Track) is >= 0 and var label && label == known[i].Label) known[kept++] = known[i];
        count = kept;
        foreach (var region in regions)
            if (IndexOf(region.Id) < 0 && count < Most) known[count++] = (region.Id, region.Label, FreeNumber(region.Label));
    }

    /// <summary>True for a thing that is on screen.</summary>
    public bool Knows(int track) => IndexOf(track) >= 0;

    /// <summary>The number of a thing; 0 where it is the only one of its class, or not on screen.</summary>
    public int Of(int track)
    {
        int at = IndexOf(track);
        if (at < 0) return 0;
        for (int i = 0; i < count; i++)
            if (i != at && known[i].Label == known[at].Label) return known[at].Number;
        return 0;
    }

    /// <summary>The class of a thing on screen; −1 for others.</summary>
    public int LabelOf(int track) => IndexOf(track) is >= 0 and var at ? known[at].Label : -1;

    private int FreeNumber(int label)
    {
        int number = 1;
        for (int i = 0; i < count; i++)
        {
            if (known[i].Label != label || known[i].Number != number) continue;
            number++;
            i = -1;
        }

        return number;
    }

    private int IndexOf(int track)
    {
        for (int i = 0; i < count; i++)
            if (known[i].Track == track) return i;
        return -1;
    }

    private static int LabelOf(ReadOnlySpan<TrackedRegion> regions, int track)
    {
        foreach (var region in regions)
            if (region.Id == track) return region.Label;
        return -1;
    }
}
