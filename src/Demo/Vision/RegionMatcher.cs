using System.Numerics;
using VlDistill.Regions;

namespace VlDistill.Demo.Vision;

/// <summary>
/// Says which region of a frame is which of the frames before: greedy matching by IoU with where each track should be now
/// (Bewley et al., "Simple Online and Realtime Tracking", 2016, with an alpha-beta filter in place of Kalman's).
/// Classes only break ties, so that a thing whose class flickers stays one thing; its label is what most votes were for.
/// </summary>
internal sealed class RegionMatcher
{
    /// <summary>Boxes of different classes that overlap more are one thing.</summary>
    public const float SameThing = 0.6f;

    // The detector's own threshold for one class is as high, which is good for its scores and restless on screen.
    private const float SameThingOfOneClass = 0.45f;

    private const float LeastIoU = 0.25f;
    private const float LabelBonus = 0.1f;
    private const int HitsToConfirm = 2;
    private const float VoteMemory = 0.85f;
    private const float Alpha = 0.6f;
    private static readonly Vector4 Beta = new(0.25f, 0.25f, 0.1f, 0.1f);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.2), Forgotten = TimeSpan.FromSeconds(0.5), LongestGap = TimeSpan.FromSeconds(2);
    private readonly List<Follower> followers = [];
    private readonly List<(float Fit, int Follower, int Region)> pairs = [];
    private int[] assigned = [];
    private int nextId;
    private TimeSpan? last;

    /// <summary>For each region of the last frame the track it belongs to.</summary>
    public IReadOnlyList<int> Assigned => assigned;

    /// <summary>1 for what is seen, falling to 0 for what has been missed so long that it is forgotten.</summary>
    public static float Presence(TimeSpan missed) => 1 - Math.Clamp((float)((missed - Patience) / (Forgotten - Patience)), 0, 1);

    public Track[] Match(IReadOnlyList<Region> regions, TimeSpan time)
    {
        // What is there from the beginning need not prove itself: on a still or paused picture nothing else would come.
        bool begins = last is not { } before || time < before || time - before > LongestGap;
        if (begins) followers.Clear();
        last = time;
        int[] keepers = Keepers(regions);
        assigned = new int[regions.Count];
        Array.Fill(assigned, -1);
        Pair(regions, keepers, time);
        for (int r = 0; r < regions.Count; r++)
        {
            if (keepers[r] != r || assigned[r] >= 0) continue;
            followers.Add(new Follower(nextId, regions[r], time, begins));
            assigned[r] = nextId++;
        }

        VoteForTwins(regions, keepers);
        followers.RemoveAll(f => time - f.Seen >= Forgotten || !f.Confirmed && f.Seen < time);
        return [.. followers.Select(f => f.At(time))];
    }

    // For each region the best of those that are the same thing; itself mostly.
    private static int[] Keepers(IReadOnlyList<Region> regions)
    {
        int[] keepers = new int[regions.Count];
        int[] order = [.. Enumerable.Range(0, regions.Count).OrderByDescending(i => regions[i].Score)];
        for (int i = 0; i < order.Length; i++)
        {
            int r = order[i];
            keepers[r] = r;
            for (int j = 0; j < i; j++)
            {
                int better = order[j];
                if (keepers[better] != better || !AreOne(regions[better], regions[r])) continue;
                keepers[r] = better;
                break;
            }
        }

        return keepers;
    }

    private static bool AreOne(Region a, Region b) => a.Box.IoU(b.Box) > (a.Label == b.Label ? SameThingOfOneClass : SameThing);

    private void Pair(IReadOnlyList<Region> regions, int[] keepers, TimeSpan time)
    {
        pairs.Clear();
        for (int f = 0; f < followers.Count; f++)
        {
            var expected = Track.BoxOf(followers[f].Expected(time));
            for (int r = 0; r < regions.Count; r++)
                if (keepers[r] == r && Fit(followers[f], expected, regions[r]) is > 0 and var fit) pairs.Add((fit, f, r));
        }

        pairs.Sort((a, b) => b.Fit.CompareTo(a.Fit));
        foreach (var (_, f, r) in pairs)
        {
            if (assigned[r] >= 0 || followers[f].Seen == time) continue;
            followers[f].See(regions[r], time);
            assigned[r] = followers[f].Id;
        }
    }

    private static float Fit(Follower follower, Box expected, Region region)
    {
        float overlap = expected.IoU(region.Box);
        bool same = follower.Label == region.Label;
        if (overlap >= LeastIoU) return overlap + (same ? LabelBonus : 0);
        // A small thing may move its own width between two frames before its speed is known.
        var (a, b) = (Track.PlaceOf(expected), Track.PlaceOf(region.Box));
        bool alike = a.Z < 2 * b.Z && b.Z < 2 * a.Z && a.W < 2 * b.W && b.W < 2 * a.W;
        bool near = Math.Abs(a.X - b.X) < (a.Z + b.Z) / 2 && Math.Abs(a.Y - b.Y) < (a.W + b.W) / 2;
        return same && alike && near ? LabelBonus / 2 : 0;
    }

    private void VoteForTwins(IReadOnlyList<Region> regions, int[] keepers)
    {
        for (int r = 0; r < regions.Count; r++)
        {
            if (keepers[r] == r) continue;
            assigned[r] = assigned[keepers[r]];
            followers.Find(f => f.Id == assigned[r])?.Vote(regions[r]);
        }
    }

    private sealed class Follower(int id, Region first, TimeSpan time, bool sure)
    {
        private readonly Dictionary<int, float> votes = new() { [first.Label] = first.Score };
        private Vector4 place = Track.PlaceOf(first.Box);
        private Vector4 velocity;
        private float score = first.Score;
        private int hits = 1;

        public int Id => id;

        public bool Confirmed => sure || hits >= HitsToConfirm;

        public int Label { get; private set; } = first.Label;

        public TimeSpan Seen { get; private set; } = time;

        public Vector4 Expected(TimeSpan now) => Here(Seen).At(now);

        public Track At(TimeSpan now) => Here(Seen) with { Missed = now - Seen };

        public void See(Region region, TimeSpan now)
        {
            float seconds = (float)(now - Seen).TotalSeconds;
            var measured = Track.PlaceOf(region.Box);
            var expected = Expected(now);
            // The second sight tells the speed, later ones correct it.
            if (hits == 1) (place, velocity) = (measured, seconds > 0 ? (measured - place) / Math.Max(seconds, 0.1f) : default);
            else
            {
                var off = measured - expected;
                place = expected + Alpha * off;
                if (seconds > 0) velocity += Beta * off / Math.Max(seconds, 0.03f);
            }

            (Seen, score) = (now, region.Score);
            hits++;
            foreach (int label in votes.Keys.ToArray()) votes[label] *= VoteMemory;
            Vote(region);
        }

        public void Vote(Region region)
        {
            votes[region.Label] = votes.GetValueOrDefault(region.Label) + region.Score;
            if (votes[region.Label] > votes.GetValueOrDefault(Label)) Label = region.Label;
        }

        private Track Here(TimeSpan at) => new(id, place, velocity, at, TimeSpan.Zero, Label, score, Confirmed);
    }
}
