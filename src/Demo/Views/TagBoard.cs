using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Views;

/// <summary>A tag on screen.</summary>
/// <param name="Name">The word.</param>
/// <param name="Score">How sure the eyes have been of it lately, in [0, 1].</param>
/// <param name="Place">Its row, counted from 0; between two rows while it moves.</param>
public readonly record struct TagRow(string Name, float Score, float Place);

/// <summary>
/// The tags of the picture, smoothed over time and in an order that does not flicker: a tag overtakes another only by a clear lead, and
/// leaves only well below the score at which it came. Moved on once a frame on the GL lane; allocates only when the tags themselves are others.
/// </summary>
public sealed class TagBoard
{
    /// <summary>Rows at most.</summary>
    public const int Most = 8;

    private const float Entering = 0.1f, Leaving = 0.05f, Lead = 0.04f;
    private static readonly TimeSpan Smoothing = TimeSpan.FromMilliseconds(800), Settling = TimeSpan.FromMilliseconds(200), Moving = TimeSpan.FromMilliseconds(120);
    private readonly int[] rows = new int[Most];
    private readonly float[] places = new float[Most];
    private IReadOnlyList<string> names = [];
    private float[] scores = [];
    private bool begun;
    private TimeSpan updated;
    private TimeSpan settled;

    /// <summary>Rows that are filled.</summary>
    public int Count { get; private set; }

    /// <summary>True once the eyes have told tags.</summary>
    public bool HasTags => begun;

    /// <param name="row">From the top, 0 to <see cref="Count"/> − 1.</param>
    public TagRow this[int row] => new(names[rows[row]], scores[rows[row]], places[row]);

    /// <summary>Takes over what the eyes saw last and moves on to <paramref name="now"/>.</summary>
    /// <param name="sight">Null before the first.</param>
    /// <param name="tags">The words of the sight's scores, in their order.</param>
    /// <param name="now">The program's clock.</param>
    public void Update(Sight? sight, IReadOnlyList<string> tags, TimeSpan now)
    {
        if (!ReferenceEquals(tags, names)) Begin(tags);
        // While models change, the last sight may be the other eyes'.
        if (sight is null || sight.Perception.Tags.Length != names.Count || names.Count == 0) return;
        float[] told = sight.Perception.Tags;
        float part = begun ? Part(now - updated, Smoothing) : 1;
        for (int i = 0; i < scores.Length; i++) scores[i] += part * (told[i] - scores[i]);
        if (!begun) Fill();
        else if (now - settled >= Settling) Settle(now);
        float move = Part(now - updated, Moving);
        for (int row = 0; row < Count; row++) places[row] += move * (row - places[row]);
        (begun, updated) = (true, now);
    }

    private void Begin(IReadOnlyList<string> tags)
    {
        (names, Count, begun) = (tags, 0, false);
        scores = new float[tags.Count];
    }

    private void Fill()
    {
        while (Count < Most && Best() is >= 0 and var tag && scores[tag] >= Entering) Append(tag);
    }

    // One step towards the order of the scores: who is gone leaves, one may come, neighbours change places.
    private void Settle(TimeSpan now)
    {
        settled = now;
        for (int row = Count - 1; row >= 0; row--)
            if (scores[rows[row]] < Leaving) Remove(row);
        if (Best() is >= 0 and var tag && scores[tag] >= Entering)
        {
            if (Count < Most) Append(tag);
            else if (scores[tag] > scores[rows[Most - 1]] + Lead) rows[Most - 1] = tag;
        }

        for (int row = Count - 1; row > 0; row--)
            if (scores[rows[row]] > scores[rows[row - 1]] + Lead)
            {
                (rows[row], rows[row - 1]) = (rows[row - 1], rows[row]);
                (places[row], places[row - 1]) = (places[row - 1], places[row]);
            }
    }

    private void Append(int tag) => (rows[Count], places[Count], Count) = (tag, Count, Count + 1);

    private void Remove(int row)
    {
        for (int i = row; i < Count - 1; i++) (rows[i], places[i]) = (rows[i + 1], places[i + 1]);
        Count--;
    }

    // The surest tag without a row; −1 where all have one.
    private int Best()
    {
        int best = -1;
        for (int tag = 0; tag < scores.Length; tag++)
            if ((best < 0 || scores[tag] > scores[best]) && Array.IndexOf(rows, tag, 0, Count) < 0) best = tag;
        return best;
    }

    private static float Part(TimeSpan passed, TimeSpan constant) => 1 - MathF.Exp(-(float)(Math.Max(0, passed.TotalSeconds) / constant.TotalSeconds));
}
