using VlDistill.Inference;

namespace VlDistill.Demo.Vision;

/// <summary>What a model reads between one thing and another in one frame.</summary>
/// <param name="Subject">Index among the detected regions.</param>
/// <param name="Object">Index among the detected regions.</param>
/// <param name="SubjectTrack">The <see cref="TrackedRegion"/> it is.</param>
/// <param name="ObjectTrack">The <see cref="TrackedRegion"/> it is.</param>
/// <param name="Predicate">The likeliest.</param>
/// <param name="Score">Its probability, in [0, 1].</param>
/// <param name="Looks">The part of the attention at [MASK] that fell on whole picture, subject, union and object; the rest fell on words.</param>
public sealed record ToldRelation(int Subject, int Object, int SubjectTrack, int ObjectTrack, string Predicate, float Score, float[] Looks)
{
    /// <summary>True where it is between these two, whichever is the subject.</summary>
    public bool IsBetween(int one, int other) => (SubjectTrack, ObjectTrack) == (one, other) || (ObjectTrack, SubjectTrack) == (one, other);
}

/// <summary>What one model reads between the things of one frame; nothing here allocates but the making.</summary>
/// <param name="Model">student, plain or teacher.</param>
/// <param name="FrameId">The frame it is about.</param>
/// <param name="FrameTime">When that frame was captured.</param>
/// <param name="Told">Every pair in either direction, the surest first; of a recording only what is somewhat likely.</param>
/// <param name="Milliseconds">Time it took.</param>
public sealed record RelationResult(string Model, long FrameId, TimeSpan FrameTime, IReadOnlyList<ToldRelation> Told, double Milliseconds)
{
    /// <summary>Ordered pairs of regions that were scored.</summary>
    public int Pairs { get; init; }

    /// <summary>The <see cref="TrackedRegion"/> of each region of the frame.</summary>
    public IReadOnlyList<int> Tracks { get; init; } = [];

    /// <summary>Where each region's name was looked for as a subject, regions × rows × columns in [0, 1]; empty without mask attention.</summary>
    public float[] SubjectMasks { get; init; } = [];

    /// <summary>The same as an object.</summary>
    public float[] ObjectMasks { get; init; } = [];

    /// <summary>Of a mask.</summary>
    public int Rows { get; init; }

    /// <summary>Of a mask.</summary>
    public int Columns { get; init; }

    /// <summary>Each pair in its likelier direction only, the surest first.</summary>
    public IReadOnlyList<ToldRelation> Surest { get; } = [.. Told.DistinctBy(t => (Math.Min(t.SubjectTrack, t.ObjectTrack), Math.Max(t.SubjectTrack, t.ObjectTrack)))];

    /// <param name="model">Who read it.</param>
    /// <param name="sighting">The frame; its tracks tell which thing each region is.</param>
    /// <param name="pairs">What the network gave.</param>
    /// <param name="predicates">The names of its scores.</param>
    public static RelationResult Of(string model, Sighting sighting, RelatedPairs pairs, IReadOnlyList<string> predicates)
    {
        var tracks = sighting.Tracks;
        // Two boxes of one thing do nothing to each other.
        var told = from pair in pairs.Surest(0, pairs.Pairs.Count)
                   let tracked = (Subject: tracks[pair.Subject], Object: tracks[pair.Object])
                   where tracked.Subject != tracked.Object
                   select new ToldRelation(pair.Subject, pair.Object, tracked.Subject, tracked.Object, predicates[pair.Best], pair.Predicates[pair.Best], Looks(pair));
        return new RelationResult(model, sighting.Frame.Id, sighting.Frame.Time, [.. told.DistinctBy(t => (t.SubjectTrack, t.ObjectTrack))], pairs.Milliseconds)
        {
            Pairs = pairs.Pairs.Count,
            Tracks = tracks,
            SubjectMasks = pairs.SubjectMasks,
            ObjectMasks = pairs.ObjectMasks,
            Rows = pairs.Rows,
            Columns = pairs.Columns,
        };
    }

    /// <summary>What is read between two followed things in that direction; null where the frame had not both.</summary>
    public ToldRelation? Find(int subjectTrack, int objectTrack)
    {
        for (int i = 0; i < Told.Count; i++)
            if ((Told[i].SubjectTrack, Told[i].ObjectTrack) == (subjectTrack, objectTrack)) return Told[i];
        return null;
    }

    /// <summary>What is read between two followed things in the likelier direction; null where the frame had not both.</summary>
    public ToldRelation? Between(int one, int other)
    {
        for (int i = 0; i < Surest.Count; i++)
            if (Surest[i].IsBetween(one, other)) return Surest[i];
        return null;
    }

    /// <summary>True where a followed thing was in the frame.</summary>
    public bool Saw(int track)
    {
        for (int i = 0; i < Tracks.Count; i++)
            if (Tracks[i] == track) return true;
        return false;
    }

    /// <summary>A region's mask; empty where there is none.</summary>
    public ReadOnlySpan<float> Mask(float[] masks, int region) =>
        (region + 1) * Rows * Columns <= masks.Length ? masks.AsSpan(region * Rows * Columns, Rows * Columns) : [];

    // The mean over layers and heads.
    private static float[] Looks(PairScores pair)
    {
        float[] looks = new float[RelationModel.PairRegions];
        int maps = pair.Attention.Length / pair.Tokens;
        for (int map = 0; map < maps; map++)
            for (int region = 0; region < looks.Length; region++) looks[region] += pair.Attention[map * pair.Tokens + region] / maps;
        return looks;
    }
}
