using System.Numerics;
using System.Text.Json;

namespace VlDistill.Demo.Text;

/// <summary>Bakes a TrueType font into the distance-field atlas that ships with the demo (<c>bake-font</c> command).</summary>
public static class FontBaker
{
    private const int Em = 40;
    private const int Spread = 6;
    private const int AtlasWidth = 768;

    /// <summary>ASCII, Latin-1, and the arrows, dashes, quotes and shapes the overlay draws.</summary>
    public static IEnumerable<char> Characters =>
        [.. Range(' ', '~'), .. Range('\u00A0', '\u00FF'), .. "\u2013\u2014\u2018\u2019\u201C\u201D\u2022\u2026\u2190\u2191\u2192\u2193\u2206\u2260\u2264\u2265\u25A0\u25B2\u25B6\u25CB\u25CF\u2713"];

    /// <summary>Returns the metrics and the atlas, one byte a pixel, rows top to bottom.</summary>
    public static (FontMetrics Metrics, byte[] Atlas) Bake(string fontFile)
    {
        var font = new TrueTypeFont(fontFile);
        float scale = (float)Em / font.UnitsPerEm;
        var glyphs = new List<GlyphMetrics>();
        var cells = new List<byte[]>();
        int x = 0, y = 0, rowHeight = 0;
        foreach (char character in Characters.Where(c => font.GlyphOf(c) != 0).Order())
        {
            int glyph = font.GlyphOf(character);
            var contours = font.Outline(glyph).ConvertAll(c => Array.ConvertAll(c, p => new Vector2(p.X, -p.Y) * scale));
            float advance = font.Advance(glyph) * scale / Em;
            if (contours.Sum(c => c.Length) == 0)
            {
                glyphs.Add(new GlyphMetrics(character, advance, 0, 0, 0, 0, 0, 0));
                cells.Add([]);
                continue;
            }

            int left = (int)MathF.Floor(contours.Min(c => c.Min(p => p.X))) - Spread, right = (int)MathF.Ceiling(contours.Max(c => c.Max(p => p.X))) + Spread;
            int top = (int)MathF.Floor(contours.Min(c => c.Min(p => p.Y))) - Spread, bottom = (int)MathF.Ceiling(contours.Max(c => c.Max(p => p.Y))) + Spread;
            int width = right - left, height = bottom - top;
            byte[] cell = new byte[width * height];
            DistanceField.Render(contours.ConvertAll(c => Array.ConvertAll(c, p => p - new Vector2(left, top))), width, height, Spread, cell);
            if (x + width > AtlasWidth) (x, y, rowHeight) = (0, y + rowHeight, 0);
            glyphs.Add(new GlyphMetrics(character, advance, x, y, width, height, (float)left / Em, (float)top / Em));
            cells.Add(cell);
            (x, rowHeight) = (x + width, Math.Max(rowHeight, height));
        }

        int atlasHeight = y + rowHeight;
        byte[] atlas = new byte[AtlasWidth * atlasHeight];
        foreach (var (glyph, cell) in glyphs.Zip(cells))
            for (int row = 0; row < glyph.Height; row++)
                cell.AsSpan(row * glyph.Width, glyph.Width).CopyTo(atlas.AsSpan((glyph.Y + row) * AtlasWidth + glyph.X));
        var metrics = new FontMetrics(
            Path.GetFileName(fontFile), Em, Spread, font.Ascent * scale / Em, -font.Descent * scale / Em, AtlasWidth, atlasHeight, glyphs);
        return (metrics, atlas);
    }

    /// <summary>The metrics as the JSON that ships.</summary>
    public static string ToJson(FontMetrics metrics) => JsonSerializer.Serialize(metrics, FontMetricsJson.Default.FontMetrics);

    private static IEnumerable<char> Range(char first, char last) => Enumerable.Range(first, last - first + 1).Select(c => (char)c);
}
