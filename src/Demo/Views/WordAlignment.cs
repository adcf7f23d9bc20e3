using VlDistill.Inference;

namespace VlDistill.Demo.Views;

/// <summary>Puts the words of two sentences side by side: equal words in one row, the rest in order (global alignment, Needleman and Wunsch 1970).</summary>
public sealed class WordAlignment
{
    private const int Most = 32;
    private const int Gap = 2;
    private const int Substitution = 3;
    private readonly int[] cost = new int[(Most + 1) * (Most + 1)];
    private readonly (int Left, int Right)[] rows = new (int, int)[2 * Most];

    /// <summary>Indices of the words in each row; −1 where a sentence has none.</summary>
    public ReadOnlySpan<(int Left, int Right)> Rows => rows.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <summary>One row per word of one sentence.</summary>
    public void Take(IReadOnlyList<CaptionWord> words)
    {
        Count = Math.Min(words.Count, rows.Length);
        for (int i = 0; i < Count; i++) rows[i] = (i, -1);
    }

    /// <summary>Aligns two sentences of up to 32 words; never allocates.</summary>
    public void Align(IReadOnlyList<CaptionWord> left, IReadOnlyList<CaptionWord> right)
    {
        int n = Math.Min(left.Count, Most), m = Math.Min(right.Count, Most), width = m + 1;
        for (int i = 0; i <= n; i++) cost[i * width] = i * Gap;
        for (int j = 0; j <= m; j++) cost[j] = j * Gap;
        for (int i = 1; i <= n; i++)
            for (int j = 1; j <= m; j++)
            {
                int both = cost[(i - 1) * width + j - 1] + Change(left[i - 1], right[j - 1]);
                cost[i * width + j] = Math.Min(both, Gap + Math.Min(cost[(i - 1) * width + j], cost[i * width + j - 1]));
            }

        Count = 0;
        for (int i = n, j = m; i > 0 || j > 0;)
        {
            if (i > 0 && j > 0 && cost[i * width + j] == cost[(i - 1) * width + j - 1] + Change(left[i - 1], right[j - 1])) rows[Count++] = (--i, --j);
            else if (i > 0 && cost[i * width + j] == cost[(i - 1) * width + j] + Gap) rows[Count++] = (--i, -1);
            else rows[Count++] = (-1, --j);
        }

        Array.Reverse(rows, 0, Count);
    }

    private static int Change(in CaptionWord a, in CaptionWord b) => a.Text == b.Text ? 0 : Substitution;
}
