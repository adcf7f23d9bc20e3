namespace VlDistill.Trainer.Data;

/// <summary>SplitMix64 (Steele et al. 2014): the same numbers on every platform and runtime, which <see cref="Random"/> does not promise.</summary>
public sealed class SeededRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong state;

    /// <summary>A stream named by any numbers, for example seed, step and sample.</summary>
    public SeededRandom(params ReadOnlySpan<ulong> names)
    {
        foreach (var name in names) state = Mix(state + Golden) ^ Mix(name + Golden);
    }

    /// <summary>The next 64 bits.</summary>
    public ulong Next() => Mix(state += Golden);

    /// <summary>Uniform in [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double Between(double low, double high) => low + (high - low) * Unit();

    /// <summary>Uniform whole number in [0, bound).</summary>
    public int Below(int bound) => (int)(((UInt128)Next() * (ulong)bound) >> 64);

    /// <summary>One of the items.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
