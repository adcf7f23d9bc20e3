namespace VlDistill.Metrics;

/// <summary>F1 of given tags: CF1 from the means over tags of precision and recall, OF1 from the counts of all tags together.</summary>
/// <remarks>A tag that nothing was given counts with precision 0, one that no picture deserves with recall 0, as in the published programs.</remarks>
public readonly record struct TagF1(double PerClass, double Overall)
{
    /// <param name="given">Pictures × tags, row-major.</param>
    /// <param name="truth">The same shape.</param>
    public static TagF1 Of(bool[] given, bool[] truth, int tags)
    {
        var (right, said, deserved) = (new int[tags], new int[tags], new int[tags]);
        for (var i = 0; i < given.Length; i++)
        {
            if (given[i]) said[i % tags]++;
            if (truth[i]) deserved[i % tags]++;
            if (given[i] && truth[i]) right[i % tags]++;
        }
        return new TagF1(
            Harmonic(Enumerable.Range(0, tags).Average(t => Share(right[t], said[t])), Enumerable.Range(0, tags).Average(t => Share(right[t], deserved[t]))),
            Harmonic(Share(right.Sum(), said.Sum()), Share(right.Sum(), deserved.Sum())));
    }

    private static double Share(int part, int whole) => whole > 0 ? (double)part / whole : 0;

    private static double Harmonic(double precision, double recall) => precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
}
