using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Views;

/// <summary>An arrow of the scene graph.</summary>
/// <param name="Told">The reading it stands for, as last confirmed.</param>
/// <param name="Score">Its probability in [0, 1], smoothed.</param>
/// <param name="Opacity">0 to 1: fades in when it is told first, and out with age once newer results no longer tell it.</param>
public readonly record struct GraphEdge(ToldRelation Told, float Score, float Opacity);

/// <summary>
/// One model's arrows, which do not flicker: one stays while its reading keeps a good part of the least score, and another reading of the same
/// two things must persist before it takes its place. Moved on once a frame on the GL lane; never allocates.
/// </summary>
public sealed class EdgeBoard
{
    /// <summary>Arrows at a time, those that fade out not counted.</summary>
    public const int Most = 8;

    /// <summary>Of them, those of one predicate: what stands left of what in a crowd leaves room for the rest.</summary>
    public const int MostAlike = 4;

    /// <summary>The part of the least score at which a shown arrow stays.</summary>
    public const float Staying = 0.7f;

    private const int Capacity = 16;
    private const float Lead = 0.1f, Smoothing = 0.4f, LeastPinned = 0.4f, MostStep = 0.5f;
    private static readonly TimeSpan Persistence = TimeSpan.FromSeconds(0.5), Patience = TimeSpan.FromSeconds(0.4), Fading = TimeSpan.FromSeconds(1.2), Appearing = TimeSpan.FromSeconds(0.25);
    private readonly Held[] held = new Held[Capacity];
    private RelationResult? ignored;
    private float least;
    private TimeSpan drawn;

    /// <summary>Arrows to draw.</summary>
    public int Count { get; private set; }

    /// <summary>The result the arrows are of; null before the first.</summary>
    public RelationResult? Latest { get; private set; }

    /// <param name="index">0 to <see cref="Count"/> − 1, roughly the surest first.</param>
    public GraphEdge this[int index] => new(held[index].Told, held[index].Score, held[index].Opacity);

    /// <summary>Forgets all arrows, and the present result: it will be old when the graph is shown again.</summary>
    public void Clear(RelationResult? present) => (Count, Latest, ignored) = (0, null, present);

    /// <summary>Takes over the newest result and moves on to <paramref name="now"/>.</summary>
    /// <param name="result">Null before the first.</param>
    /// <param name="threshold">Least probability of an arrow.</param>
    /// <param name="pinned">Two tracks whose arrow stays visible; null for none.</param>
    /// <param name="now">The program's clock.</param>
    public void Update(RelationResult? result, float threshold, (int Subject, int Object)? pinned, TimeSpan now)
    {
        if (result is not null && !ReferenceEquals(result, ignored) && (!ReferenceEquals(result, Latest) || threshold != least)) Take(result, threshold, now);
        Fade(pinned, now);
    }

    /// <summary>The arrow between two things, whichever is the subject; −1 where there is none.</summary>
    public int IndexOf(int one, int other)
    {
        for (int i = 0; i < Count; i++)
            if (held[i].Told.IsBetween(one, other)) return i;
        return -1;
    }

    private void Take(RelationResult result, float threshold, TimeSpan now)
    {
        (Latest, least) = (result, threshold);
        for (int i = 0; i < Count; i++) Confirm(ref held[i], result, now);
        for (int i = 0; i < result.Surest.Count && result.Surest[i].Score >= threshold; i++)
        {
            var told = result.Surest[i];
            if (IndexOf(told.SubjectTrack, told.ObjectTrack) < 0 && MakeRoom(told) && Count < Capacity)
                held[Count++] = new Held { Told = told, Score = told.Score, Confirmed = now, IsTold = true };
        }

        // A clearly surer one moves up.
        for (int i = Count - 1; i > 0; i--)
            if (held[i].Score > held[i - 1].Score + Lead / 2) (held[i], held[i - 1]) = (held[i - 1], held[i]);
    }

    private void Confirm(ref Held edge, RelationResult result, TimeSpan now)
    {
        if (edge.IsTold) edge.Confirmed = now;
        edge.IsTold = false;
        var same = result.Find(edge.Told.SubjectTrack, edge.Told.ObjectTrack);
        if (same is not null && same.Predicate == edge.Told.Predicate && same.Score >= Staying * least)
        {
            (edge.Told, edge.IsTold) = (same, true);
            edge.Score += Smoothing * (same.Score - edge.Score);
        }

        var best = result.Between(edge.Told.SubjectTrack, edge.Told.ObjectTrack);
        bool other = best is not null && best.Score >= least && !Alike(best, edge.Told) && !(edge.IsTold && best.Score < edge.Score + Lead);
        if (!other) edge.Rival = null;
        else if (edge.Rival is null || !Alike(best!, edge.Rival)) (edge.Rival, edge.RivalSince) = (best, now);
        else if (now - edge.RivalSince >= Persistence) edge = new Held { Told = best!, Score = best!.Score, Confirmed = now, IsTold = true, Opacity = edge.Opacity / 2 };
    }

    // A clearly surer one takes the place of the least sure.
    private bool MakeRoom(ToldRelation fresh)
    {
        int alike = LeastSure(fresh.Predicate, out int told), all = LeastSure(null, out int total);
        int weakest = told >= MostAlike ? alike : total >= Most ? all : -1;
        if (weakest < 0) return true;
        if (fresh.Score <= held[weakest].Score + Lead) return false;
        (held[weakest].IsTold, held[weakest].Confirmed) = (false, TimeSpan.MinValue / 2);
        return true;
    }

    private int LeastSure(string? predicate, out int told)
    {
        int weakest = -1;
        told = 0;
        for (int i = 0; i < Count; i++)
        {
            if (!held[i].IsTold || predicate is not null && held[i].Told.Predicate != predicate) continue;
            told++;
            if (weakest < 0 || held[i].Score < held[weakest].Score) weakest = i;
        }

        return weakest;
    }

    // Also closes the gaps that arrows leave when they have faded out.
    private void Fade((int Subject, int Object)? pinned, TimeSpan now)
    {
        float step = (float)Math.Clamp((now - drawn) / Appearing, 0, MostStep);
        drawn = now;
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            var edge = held[i];
            float target = edge.IsTold ? 1 : 1 - (float)Math.Clamp((now - edge.Confirmed - Patience) / Fading, 0, 1);
            if (pinned is var (subject, other) && edge.Told.IsBetween(subject, other)) target = Math.Max(target, LeastPinned);
            edge.Opacity += Math.Clamp(target - edge.Opacity, -step, step);
            if (edge.Opacity > 0 || target > 0) held[kept++] = edge;
        }

        Count = kept;
    }

    private static bool Alike(ToldRelation a, ToldRelation b) => a.Predicate == b.Predicate && a.SubjectTrack == b.SubjectTrack;

    private struct Held
    {
        public ToldRelation Told;
        public float Score;

        // When it was told last; counts only once it no longer is.
        public TimeSpan Confirmed;
        public bool IsTold;
        public float Opacity;
        public ToldRelation? Rival;
        public TimeSpan RivalSince;
    }
}
