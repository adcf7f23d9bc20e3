using System.Numerics;
using System.Text.Json;
using VlDistill.Demo.Text;

namespace VlDistill.Demo.Tests.Text;

public sealed class FontTests
{
    private const string Source = "/usr/share/fonts/truetype/dejavu/DejaVuSansCondensed.ttf";

    private static SdfFont Shipped => SdfFont.Load(Path.Combine(AppContext.BaseDirectory, "Assets"), "DejaVuSansCondensed");

    [Fact]
    public void Load_ShippedFont_HasEveryCharacterTheOverlayMayDraw()
    {
        var font = Shipped;

        Assert.All(FontBaker.Characters, character => Assert.Equal(character, font.Glyph(character).Character));
        Assert.Equal('?', font.Glyph('漢').Character);
    }

    [SkippableFact]
    public void Bake_TheSameFont_RemakesTheShippedAtlas()
    {
        Skip.IfNot(File.Exists(Source), $"{Source} is not installed (Debian: fonts-dejavu-core)");
        var font = Shipped;

        var (metrics, atlas) = FontBaker.Bake(Source);

        Assert.Equal(JsonSerializer.Serialize(font.Metrics), JsonSerializer.Serialize(metrics));
        Assert.Equal(font.Atlas, atlas);
    }

    [Fact]
    public void Render_SquareOfEightPixels_IsTheDistanceToItsEdge()
    {
        byte[] field = new byte[16 * 16];

        DistanceField.Render([[new(4, 4), new(12, 4), new(12, 12), new(4, 12)]], 16, 16, spread: 4, field);

        // Centres of pixels: 3.5 inside the middle, 0.5 beside the edge, far away outside.
        Assert.Equal(Math.Round(127.5 + 127.5 * 3.5 / 4), field[7 * 16 + 7]);
        Assert.Equal(Math.Round(127.5 - 127.5 * 0.5 / 4), field[7 * 16 + 3]);
        Assert.Equal(0, field[0]);
    }

    [Fact]
    public void Measure_TwoWords_IsTheSumOfAdvances()
    {
        var font = Shipped;

        Assert.Equal(font.Measure("ab", 20) + font.Measure("c", 20), font.Measure("abc", 20), 3);
        Assert.Equal(2 * font.Measure("abc", 20), font.Measure("abc", 40), 3);
    }

    [Fact]
    public void TrueTypeFont_NotAFont_NamesTheFile()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("x.ttf"), "hello, this is text");

        var fault = Assert.Throws<UserException>(() => new TrueTypeFont(folder.File("x.ttf")));

        Assert.Contains("x.ttf", fault.Message, StringComparison.Ordinal);
    }
}
