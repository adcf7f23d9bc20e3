namespace VlDistill.Demo.Overlay;

/// <summary>A colour with straight alpha, 8 bits a channel.</summary>
public readonly record struct Rgba(byte R, byte G, byte B, byte A = 255)
{
    /// <summary>R in the lowest byte, as GL reads four unsigned bytes on a little-endian machine.</summary>
    public uint Packed => (uint)(R | G << 8 | B << 16 | A << 24);

    /// <summary>The same colour, its opacity multiplied by <paramref name="opacity"/> in [0, 1].</summary>
    public Rgba Fade(float opacity) => this with { A = (byte)Math.Clamp(A * opacity, 0, 255) };

    /// <summary>Parses 0xRRGGBB.</summary>
    public static Rgba FromHex(int rgb, byte alpha = 255) => new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb, alpha);
}
