namespace VlDistill.Demo.Recording.Page;

/// <summary>Chooses the frames of a recording that tell its story: those where a sentence changed.</summary>
public static class KeyFrames
{
    private const double Near = 1.5;

    /// <summary>At most <paramref name="limit"/> frames by rising time, each with what every model said about it.</summary>
    /// <param name="lines">Captions in any order.</param>
    /// <param name="limit">Where there are more, every so-manieth is taken.</param>
    public static IReadOnlyList<IReadOnlyList<SessionLine>> Choose(IEnumerable<SessionLine> lines, int limit)
    {
        var frames = lines.GroupBy(line => line.Frame).Select(g => g.DistinctBy(line => line.Model).ToArray()).OrderBy(f => f[0].FrameTime).ToArray();
        int most = frames.Select(f => f.Length).DefaultIfEmpty(0).Max();
        double[] whole = [.. frames.Where(f => f.Length == most).Select(f => f[0].FrameTime)];
        var said = new Dictionary<string, string>();
        var chosen = new List<IReadOnlyList<SessionLine>>();
        foreach (var frame in frames)
        {
            // A frame that every model described tells more than the one beside it that only the fastest had time for.
            if (frame.Length < most && IsNear(whole, frame[0].FrameTime)) continue;
            if (frame.All(line => said.GetValueOrDefault(line.Model) == line.Caption)) continue;
            foreach (var line in frame) said[line.Model] = line.Caption;
            chosen.Add(frame);
        }

        return chosen.Count <= limit ? chosen : [.. Enumerable.Range(0, limit).Select(i => chosen[(int)((long)i * chosen.Count / limit)])];
    }

    private static bool IsNear(double[] sorted, double time)
    {
        int at = Array.BinarySearch(sorted, time);
        if (at >= 0) return true;
        return (~at < sorted.Length && sorted[~at] - time < Near) || (~at > 0 && time - sorted[~at - 1] < Near);
    }
}
