using System.Text.Json.Serialization;

namespace VlDistill.Demo.Text;

/// <summary>One glyph: its cell in the atlas in pixels, and where that cell sits relative to the pen, in ems.</summary>
/// <param name="Character">The character.</param>
/// <param name="Advance">Pen movement in ems.</param>
/// <param name="X">Atlas column of the cell.</param>
/// <param name="Y">Atlas row of the cell.</param>
/// <param name="Width">Cell width in pixels, 0 for blanks.</param>
/// <param name="Height">Cell height in pixels.</param>
/// <param name="Left">Pen to the cell's left edge, in ems.</param>
/// <param name="Top">Base line to the cell's top edge, in ems, y down.</param>
public sealed record GlyphMetrics(char Character, float Advance, int X, int Y, int Width, int Height, float Left, float Top);

/// <summary>What the atlas picture beside this file holds.</summary>
/// <param name="Font">File the atlas was baked from.</param>
/// <param name="Em">Pixels per em in the atlas.</param>
/// <param name="Spread">Distance in atlas pixels that the values 128 to 255 span.</param>
/// <param name="Ascent">Ems above the base line.</param>
/// <param name="Descent">Ems below the base line, positive.</param>
/// <param name="AtlasWidth">Pixels.</param>
/// <param name="AtlasHeight">Pixels.</param>
/// <param name="Glyphs">All glyphs, ordered by character.</param>
public sealed record FontMetrics(
    string Font, int Em, int Spread, float Ascent, float Descent, int AtlasWidth, int AtlasHeight, IReadOnlyList<GlyphMetrics> Glyphs);

/// <summary>Source-generated reader and writer, so that start-up pays no reflection.</summary>
[JsonSerializable(typeof(FontMetrics))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class FontMetricsJson : JsonSerializerContext;
