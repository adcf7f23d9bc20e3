using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace VlDistill.Demo.Text;

/// <summary>Reads glyph outlines and metrics of a TrueType file (Apple/Microsoft OpenType specification: head, hhea, hmtx, cmap format 4, loca, glyf).</summary>
/// <exception cref="UserException">The file is not a TrueType font with a Unicode cmap.</exception>
public sealed class TrueTypeFont
{
    private const int MaxCompositeDepth = 8;
    private readonly byte[] data;
    private readonly Dictionary<string, int> tables = [];
    private readonly int glyphCount;
    private readonly int advanceCount;
    private readonly bool longOffsets;

    public TrueTypeFont(string path)
    {
        data = File.ReadAllBytes(path);
        if (data.Length < 12 || Long(0) is not (0x00010000 or 0x74727565))
            throw new UserException($"{path} is not a TrueType font; give a .ttf file with outlines");
        for (int i = 0; i < Short(4); i++) tables[Encoding.ASCII.GetString(data, 12 + 16 * i, 4)] = (int)Long(12 + 16 * i + 8);
        foreach (string table in new[] { "head", "hhea", "hmtx", "cmap", "loca", "glyf", "maxp" })
            if (!tables.ContainsKey(table)) throw new UserException($"{path} has no '{table}' table; give a .ttf file with outlines");
        UnitsPerEm = Short(tables["head"] + 18);
        longOffsets = Short(tables["head"] + 50) != 0;
        Ascent = Signed(tables["hhea"] + 4);
        Descent = Signed(tables["hhea"] + 6);
        advanceCount = Short(tables["hhea"] + 34);
        glyphCount = Short(tables["maxp"] + 4);
    }

    /// <summary>Font units per em square.</summary>
    public int UnitsPerEm { get; }

    /// <summary>Units above the base line.</summary>
    public int Ascent { get; }

    /// <summary>Units below the base line, negative.</summary>
    public int Descent { get; }

    /// <summary>The glyph of a character, 0 when the font has none.</summary>
    public int GlyphOf(char character)
    {
        int cmap = tables["cmap"];
        for (int i = 0; i < Short(cmap + 2); i++)
        {
            int subtable = cmap + (int)Long(cmap + 4 + 8 * i + 4);
            if (Short(subtable) == 4) return Lookup(subtable, character);
        }

        return 0;
    }

    /// <summary>Distance to the next pen position, in font units.</summary>
    public int Advance(int glyph) => Short(tables["hmtx"] + 4 * Math.Min(glyph, advanceCount - 1));

    /// <summary>Closed contours as poly-lines, in font units with y up; curves are cut into <paramref name="steps"/> pieces.</summary>
    public List<Vector2[]> Outline(int glyph, int steps = 6)
    {
        var contours = new List<Vector2[]>();
        Append(glyph, Matrix3x2.Identity, contours, steps, 0);
        return contours;
    }

    private int Lookup(int subtable, char character)
    {
        int segments = Short(subtable + 6) / 2;
        int ends = subtable + 14, starts = ends + 2 * segments + 2, deltas = starts + 2 * segments, offsets = deltas + 2 * segments;
        for (int i = 0; i < segments; i++)
        {
            if (character > Short(ends + 2 * i)) continue;
            if (character < Short(starts + 2 * i)) return 0;
            int offset = Short(offsets + 2 * i);
            if (offset == 0) return (character + Short(deltas + 2 * i)) & 0xFFFF;
            int glyph = Short(offsets + 2 * i + offset + 2 * (character - Short(starts + 2 * i)));
            return glyph == 0 ? 0 : (glyph + Short(deltas + 2 * i)) & 0xFFFF;
        }

        return 0;
    }

    private void Append(int glyph, Matrix3x2 transform, List<Vector2[]> contours, int steps, int depth)
    {
        if (glyph < 0 || glyph >= glyphCount || depth > MaxCompositeDepth) return;
        int loca = tables["loca"];
        long start = longOffsets ? Long(loca + 4 * glyph) : 2L * Short(loca + 2 * glyph);
        long end = longOffsets ? Long(loca + 4 * glyph + 4) : 2L * Short(loca + 2 * glyph + 2);
        if (start == end) return;
        int at = tables["glyf"] + (int)start;
        int count = Signed(at);
        if (count >= 0) Simple(at + 10, count, transform, contours, steps);
        else Composite(at + 10, transform, contours, steps, depth);
    }

    private void Composite(int at, Matrix3x2 transform, List<Vector2[]> contours, int steps, int depth)
    {
        int flags;
        do
        {
            flags = Short(at);
            int glyph = Short(at + 2);
            at += 4;
            var own = Matrix3x2.Identity;
            (own.M31, own.M32) = (flags & 1) != 0 ? (Signed(at), Signed(at + 2)) : ((sbyte)data[at], (sbyte)data[at + 1]);
            at += (flags & 1) != 0 ? 4 : 2;
            if ((flags & 0x08) != 0)
            {
                own.M11 = own.M22 = Fraction(at);
                at += 2;
            }
            else if ((flags & 0x40) != 0)
            {
                (own.M11, own.M22) = (Fraction(at), Fraction(at + 2));
                at += 4;
            }
            else if ((flags & 0x80) != 0)
            {
                (own.M11, own.M12, own.M21, own.M22) = (Fraction(at), Fraction(at + 2), Fraction(at + 4), Fraction(at + 6));
                at += 8;
            }

            Append(glyph, own * transform, contours, steps, depth + 1);
        }
        while ((flags & 0x20) != 0);
    }

    private void Simple(int at, int contourCount, Matrix3x2 transform, List<Vector2[]> contours, int steps)
    {
        int points = contourCount == 0 ? 0 : Short(at + 2 * (contourCount - 1)) + 1;
        int flagAt = at + 2 * contourCount + 2 + Short(at + 2 * contourCount);
        byte[] flags = new byte[points];
        for (int i = 0; i < points;)
        {
            byte flag = data[flagAt++];
            int repeat = (flag & 8) != 0 ? data[flagAt++] : 0;
            for (; repeat >= 0 && i < points; repeat--) flags[i++] = flag;
        }

        int[] x = Coordinates(flags, 2, 16, ref flagAt), y = Coordinates(flags, 4, 32, ref flagAt);
        for (int contour = 0, first = 0; contour < contourCount; contour++)
        {
            int last = Short(at + 2 * contour);
            contours.Add(QuadraticContour.Flatten(
                [.. Enumerable.Range(first, last - first + 1).Select(i => (Vector2.Transform(new Vector2(x[i], y[i]), transform), (flags[i] & 1) != 0))],
                steps));
            first = last + 1;
        }
    }

    private int[] Coordinates(byte[] flags, int shortBit, int sameBit, ref int at)
    {
        int[] values = new int[flags.Length];
        for (int i = 0, value = 0; i < flags.Length; values[i++] = value)
        {
            bool same = (flags[i] & sameBit) != 0;
            if ((flags[i] & shortBit) != 0)
            {
                value += same ? data[at] : -data[at];
                at++;
            }
            else if (!same)
            {
                value += Signed(at);
                at += 2;
            }
        }

        return values;
    }

    private ushort Short(int at) => BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(at));

    private short Signed(int at) => BinaryPrimitives.ReadInt16BigEndian(data.AsSpan(at));

    private uint Long(int at) => BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(at));

    private float Fraction(int at) => Signed(at) / 16384f;
}
