using System.Runtime.InteropServices;

namespace VlDistill.Trainer.Data;

/// <summary>A random change of one picture in one step: mirrored or not, brighter or darker, more or less contrast.</summary>
public readonly record struct Augmentation(bool Mirrored, double Brightness, double Contrast)
{
    private const double Middle = 127.5;

    /// <summary>No change.</summary>
    public static readonly Augmentation None = new(false, 1, 1);

    /// <summary>Draws by seed, step and sample alone.</summary>
    public static Augmentation Draw(ulong seed, long step, int sample, bool flip, double jitter)
    {
        var random = new SeededRandom(seed, (ulong)step, (ulong)sample);
        return new Augmentation(flip && random.Below(2) == 1, random.Between(1 - jitter, 1 + jitter), random.Between(1 - jitter, 1 + jitter));
    }

    /// <summary>Applies it to size × size RGB rows.</summary>
    public void Apply(Span<byte> rgb, int size)
    {
        if (Mirrored)
            for (var y = 0; y < size; y++) MemoryMarshal.Cast<byte, Pixel>(rgb.Slice(y * size * 3, size * 3)).Reverse();
        if (Brightness == 1 && Contrast == 1) return;
        Span<byte> table = stackalloc byte[256];
        for (var v = 0; v < table.Length; v++) table[v] = (byte)Math.Clamp((v - Middle) * Contrast + Middle * Brightness + 0.5, 0, 255);
        foreach (ref var value in rgb) value = table[value];
    }

    private readonly record struct Pixel(byte R, byte G, byte B);
}
