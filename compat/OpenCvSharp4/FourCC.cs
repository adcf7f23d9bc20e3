namespace OpenCvSharp;

/// <summary>Four characters that name a codec.</summary>
public readonly struct FourCC : IEquatable<FourCC>
{
    public readonly int Value;

    public static readonly int MP4V = FromString("mp4v");
    public static readonly int MJPG = FromString("MJPG");
    public static readonly int XVID = FromString("XVID");

    public FourCC(int value) => Value = value;

    public static FourCC FromFourChars(char c1, char c2, char c3, char c4) => new((c1 & 255) | (c2 & 255) << 8 | (c3 & 255) << 16 | (c4 & 255) << 24);

    public static FourCC FromString(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (code.Length != 4) throw new ArgumentException("code.Length != 4", nameof(code));
        return FromFourChars(code[0], code[1], code[2], code[3]);
    }

    public static FourCC FromInt32(int code) => new(code);

    public static implicit operator int(FourCC fourcc) => fourcc.Value;

    public static implicit operator FourCC(int code) => new(code);

    public static bool operator ==(FourCC left, FourCC right) => left.Value == right.Value;

    public static bool operator !=(FourCC left, FourCC right) => left.Value != right.Value;

    public int ToInt32() => Value;

    public bool Equals(FourCC other) => Value == other.Value;

    public override bool Equals(object? obj) => obj is FourCC other && Equals(other);

    public override int GetHashCode() => Value;
}
