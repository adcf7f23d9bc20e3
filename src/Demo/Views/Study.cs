using VlDistill.Demo.Vision;
using VlDistill.Inference;

namespace VlDistill.Demo.Views;

/// <summary>
/// What difference view and inspector show: one frame as one or two models described it, held long enough to be read, and the attention of
/// the chosen word in it. Moved on once a frame on the GL lane, without allocation.
/// </summary>
public sealed class Study
{
    /// <summary>Regions in a list.</summary>
    public const int Listed = 8;

    private const int MostTokens = 1024;
    private static readonly TimeSpan CursorTime = TimeSpan.FromMilliseconds(900);
    private static readonly TimeSpan ReadingTime = TimeSpan.FromMilliseconds(2600);
    private readonly float[] left = new float[MostTokens];
    private readonly float[] right = new float[MostTokens];
    private readonly float[] difference = new float[MostTokens];
    private readonly float[] distances = new float[64];
    private readonly float[] looks = new float[64];
    private TimeSpan since;
    private TimeSpan stepped;

    /// <summary>What the first model said; null before.</summary>
    public VisionResult? Left { get; private set; }

    /// <summary>What the second model said about the same frame; null where there is only one.</summary>
    public VisionResult? Right { get; private set; }

    public WordAlignment Words { get; } = new();

    /// <summary>The row of <see cref="Words"/> that is looked at; −1 for none.</summary>
    public int Cursor { get; private set; } = -1;

    /// <summary>Layers and heads of the chosen word.</summary>
    public HeadGrid Grid { get; } = new();

    /// <summary>Regions by |A_left − A_right|, the largest first; with one model by its attention.</summary>
    public Ranking Differing { get; } = new(Listed);

    public Ranking LeftStrongest { get; } = new(Listed);

    public Ranking RightStrongest { get; } = new(Listed);

    /// <summary>Region tokens of the frame.</summary>
    public int Tokens { get; private set; }

    /// <summary>The first model's weights of the chosen word, summing to 1, or 0 where its sentence lacks the word.</summary>
    public ReadOnlySpan<float> LeftWeights => left.AsSpan(0, Tokens);

    public ReadOnlySpan<float> RightWeights => right.AsSpan(0, Tokens);

    /// <summary>A_left − A_right.</summary>
    public ReadOnlySpan<float> Difference => difference.AsSpan(0, Tokens);

    /// <summary>Jensen–Shannon distance of a row's two words in [0, 1]; negative where a sentence lacks the word.</summary>
    public float DistanceOf(int row) => distances[row];

    /// <summary>How much a row's words look at the chosen region, relative to the row that does most; 1 where none is chosen.</summary>
    public float LookOf(int row) => looks[row];

    /// <summary>Forgets what it showed: the models or the source are others now.</summary>
    public void Clear() => (Left, Right, Cursor, Tokens) = (null, null, -1, 0);

    /// <summary>Takes over what is newer where the time has come, and reads the chosen maps.</summary>
    /// <param name="newLeft">The newest complete result, or the left one of the newest pair.</param>
    /// <param name="newRight">The right one of the newest pair; null for one model alone.</param>
    /// <param name="view">What is chosen; bounds and steps are settled here.</param>
    /// <param name="now">The program's clock.</param>
    public void Update(VisionResult? newLeft, VisionResult? newRight, ViewState view, TimeSpan now)
    {
        if (newLeft is not null && MayTake(newLeft, newRight, view.Held, now)) Take(newLeft, newRight, now);
        if (Left is null) return;
        MoveCursor(view, now);
        var shape = AttentionShape.Of(Left);
        var other = Right is null ? shape : AttentionShape.Of(Right);
        var grid = shape.Shared(other);
        view.Grid = grid;
        view.Layer = Math.Min(view.Layer, grid.Layers - 1);
        view.Head = Math.Min(view.Head, grid.Heads - 1);
        for (int row = 0; row < Words.Count; row++) Measure(row, shape, other, grid, view);
        ScaleLooks(view.Region >= 0 && view.Region < Tokens);
        var (a, b) = Pair(Cursor);
        Read(a, shape, grid, view.Choice, left);
        Read(b, other, grid, view.Choice, right);
        for (int i = 0; i < Tokens; i++) difference[i] = a is not null && b is not null ? left[i] - right[i] : 0;
        Grid.Fill(a, shape, b, other, a is null && b is null ? 0 : Tokens);
        Differing.Rank(Right is null ? LeftWeights : Difference);
        LeftStrongest.Rank(LeftWeights);
        RightStrongest.Rank(RightWeights);
    }

    /// <summary>The two words of a row.</summary>
    public (CaptionWord? Left, CaptionWord? Right) Pair(int row)
    {
        if (row < 0 || row >= Words.Count) return (null, null);
        var (l, r) = Words.Rows[row];
        return (l < 0 ? null : Left!.Words[l], r < 0 ? null : Right!.Words[r]);
    }

    private bool MayTake(VisionResult newLeft, VisionResult? newRight, bool held, TimeSpan now)
    {
        if (Left is null) return true;
        if (held || (newLeft == Left && newRight == Right)) return false;
        bool otherModels = newLeft.Model != Left.Model || newRight?.Model != Right?.Model;
        return otherModels || (newLeft.Text == Left.Text && newRight?.Text == Right?.Text) || now - since >= ReadingTime;
    }

    private void Take(VisionResult newLeft, VisionResult? newRight, TimeSpan now)
    {
        bool same = newLeft.Text == Left?.Text && newRight?.Text == Right?.Text;
        (Left, Right) = (newLeft, newRight);
        Tokens = Math.Min(MostTokens, newLeft.Perception.Regions.Tokens.Count);
        if (same) return;
        (since, stepped, Cursor) = (now, now, 0);
        if (newRight is null) Words.Take(newLeft.Words);
        else Words.Align(newLeft.Words, newRight.Words);
    }

    private void MoveCursor(ViewState view, TimeSpan now)
    {
        if (Words.Count == 0)
        {
            Cursor = -1;
            return;
        }

        if (view.PendingSteps != 0)
        {
            view.Word = ((Cursor + view.PendingSteps) % Words.Count + Words.Count) % Words.Count;
            view.PendingSteps = 0;
        }

        if (view.Word >= 0)
        {
            view.Word = Math.Min(view.Word, Words.Count - 1);
            (Cursor, stepped) = (view.Word, now);
        }
        else if (now - stepped >= CursorTime)
        {
            (Cursor, stepped) = ((Cursor + 1) % Words.Count, now);
        }
    }

    private void Measure(int row, AttentionShape shape, AttentionShape other, AttentionShape grid, ViewState view)
    {
        var (a, b) = Pair(row);
        Read(a, shape, grid, view.Choice, left);
        Read(b, other, grid, view.Choice, right);
        distances[row] = a is not null && b is not null ? (float)RegionAttention.Distance(LeftWeights, RightWeights) : -1;
        looks[row] = view.Region >= 0 && view.Region < Tokens ? Math.Max(left[view.Region], right[view.Region]) : 1;
    }

    private void ScaleLooks(bool chosen)
    {
        if (!chosen) return;
        float peak = 0;
        for (int row = 0; row < Words.Count; row++) peak = Math.Max(peak, looks[row]);
        for (int row = 0; row < Words.Count && peak > 0; row++) looks[row] /= peak;
    }

    private void Read(CaptionWord? word, AttentionShape shape, AttentionShape grid, MapChoice choice, float[] into)
    {
        if (word is { } present) shape.Read(present, grid, choice, into.AsSpan(0, Tokens));
        else Array.Clear(into, 0, Tokens);
    }
}
