namespace VlDistill.Demo.Overlay;

/// <summary>Colours (Okabe and Ito's colour-blind-safe set), spacing and type sizes at 540 lines; a <see cref="Layout"/> scales them.</summary>
public static class Theme
{
    public static readonly Rgba Background = Rgba.FromHex(0x0E1116);
    public static readonly Rgba Panel = Rgba.FromHex(0x171C24);
    public static readonly Rgba PanelEdge = Rgba.FromHex(0x2A323E);
    public static readonly Rgba Raised = Rgba.FromHex(0x232B36);
    public static readonly Rgba Ink = Rgba.FromHex(0xF2F5F9);
    public static readonly Rgba Muted = Rgba.FromHex(0x98A4B3);
    public static readonly Rgba Shade = new(0, 0, 0, 170);
    public static readonly Rgba Student = Rgba.FromHex(0xE69F00);
    public static readonly Rgba Teacher = Rgba.FromHex(0x56B4E9);
    public static readonly Rgba Plain = Rgba.FromHex(0x009E73);
    public static readonly Rgba Object = Rgba.FromHex(0xCC79A7);
    public static readonly Rgba Warning = Rgba.FromHex(0xF0E442);
    public static readonly Rgba Alert = Rgba.FromHex(0xD55E00);

    /// <summary>Size that the figures below are made for.</summary>
    public const float ReferenceHeight = 540;

    public const float ReferenceWidth = 900;

    public const float Margin = 10;
    public const float Padding = 8;
    public const float Radius = 6;
    public const float DockWidth = 300;
    public const float SmallText = 12;
    public const float BodyText = 13.5f;
    public const float TitleText = 16;
    public const float CaptionText = 20;

    private static readonly Rgba[] prompts =
    [
        Rgba.FromHex(0xF0E442), Rgba.FromHex(0xCC79A7), Rgba.FromHex(0xD55E00), Rgba.FromHex(0x0072B2), Rgba.FromHex(0x009E73), Rgba.FromHex(0xFFFFFF),
    ];

    /// <summary>The colour of a model of the bundle.</summary>
    public static Rgba Of(string model) => model switch { "student" => Student, "teacher" => Teacher, _ => Plain };

    /// <summary>The colour of a prompt by its place in the list.</summary>
    public static Rgba OfPrompt(int prompt) => prompts[prompt % prompts.Length];

    /// <summary>Black or white, whichever is easier to read on a colour; as opaque as that is.</summary>
    public static Rgba On(Rgba colour)
    {
        // WCAG's relative luminance; at 0.179 both have the same contrast.
        float luminance = 0.2126f * Linear(colour.R) + 0.7152f * Linear(colour.G) + 0.0722f * Linear(colour.B);
        return (luminance > 0.179f ? new Rgba(0, 0, 0) : new Rgba(255, 255, 255)) with { A = colour.A };
    }

    private static float Linear(byte channel) => channel <= 10 ? channel / 255f / 12.92f : MathF.Pow((channel / 255f + 0.055f) / 1.055f, 2.4f);
}
