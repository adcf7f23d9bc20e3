using System.Text.Json;
using OpenCvSharp;

namespace VlDistill.Demo.Text;

/// <summary>A baked distance-field font: glyph look-up and text measuring, all without allocation.</summary>
/// <exception cref="UserException">The metrics or the atlas are missing or do not fit each other.</exception>
public sealed class SdfFont
{
    private readonly GlyphMetrics?[] byCharacter = new GlyphMetrics?[char.MaxValue + 1];
    private readonly GlyphMetrics missing;

    public SdfFont(FontMetrics metrics, byte[] atlas)
    {
        Metrics = metrics;
        Atlas = atlas;
        foreach (var glyph in metrics.Glyphs) byCharacter[glyph.Character] = glyph;
        missing = byCharacter['?'] ?? metrics.Glyphs[0];
    }

    public FontMetrics Metrics { get; }

    /// <summary>Atlas rows top to bottom, one byte a pixel, 128 on the outline.</summary>
    public byte[] Atlas { get; }

    /// <summary>Reads <c>NAME.json</c> and <c>NAME.png</c>.</summary>
    public static SdfFont Load(string folder, string name)
    {
        string json = Path.Combine(folder, name + ".json"), picture = Path.Combine(folder, name + ".png");
        if (!File.Exists(json) || !File.Exists(picture)) throw new UserException($"{json} or its .png is missing; rebuild the demo");
        var metrics = JsonSerializer.Deserialize(File.ReadAllBytes(json), FontMetricsJson.Default.FontMetrics)
            ?? throw new UserException($"{json} is empty; make it again with bake-font");
        using var image = Cv2.ImRead(picture, ImreadModes.Grayscale);
        if (image.Width != metrics.AtlasWidth || image.Height != metrics.AtlasHeight)
            throw new UserException($"{picture} is {image.Width}x{image.Height}, {json} says {metrics.AtlasWidth}x{metrics.AtlasHeight}; make both again with bake-font");
        byte[] atlas = new byte[metrics.AtlasWidth * metrics.AtlasHeight];
        System.Runtime.InteropServices.Marshal.Copy(image.Data, atlas, 0, atlas.Length);
        return new SdfFont(metrics, atlas);
    }

    /// <summary>The glyph of a character, or of '?' when the atlas has none.</summary>
    public GlyphMetrics Glyph(char character) => byCharacter[character] ?? missing;

    /// <summary>Width of a line in pixels at a font size in pixels.</summary>
    public float Measure(ReadOnlySpan<char> text, float size)
    {
        float width = 0;
        foreach (char character in text) width += Glyph(character).Advance;
        return width * size;
    }
}
