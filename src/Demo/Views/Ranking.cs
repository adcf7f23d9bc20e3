namespace VlDistill.Demo.Views;

/// <summary>The largest few of many values.</summary>
/// <param name="most">How many are kept.</param>
public sealed class Ranking(int most)
{
    private readonly int[] order = new int[most];

    /// <summary>Indices by falling magnitude; fewer than asked for where the rest is 0.</summary>
    public ReadOnlySpan<int> Order => order.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <summary>Ranks by |value|; never allocates.</summary>
    public void Rank(ReadOnlySpan<float> values)
    {
        Count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            float size = Math.Abs(values[i]);
            if (size <= 0 || (Count == most && size <= Math.Abs(values[order[Count - 1]]))) continue;
            int at = Count < most ? Count++ : Count - 1;
            for (; at > 0 && Math.Abs(values[order[at - 1]]) < size; at--) order[at] = order[at - 1];
            order[at] = i;
        }
    }
}
