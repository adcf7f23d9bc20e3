using OpenCvSharp;

namespace VlDistill.Trainer.Drawing;

/// <summary>One colour per label: Okabe and Ito's colour-blind-safe set for the most frequent ones, then hues a golden angle apart.</summary>
public sealed class LabelColors(IEnumerable<string> labels)
{
    private const double GoldenAngle = 137.508;

    private static readonly Scalar[] first =
    [
        Scalar.FromRgb(0xE6, 0x9F, 0x00), Scalar.FromRgb(0x56, 0xB4, 0xE9), Scalar.FromRgb(0x00, 0x9E, 0x73), Scalar.FromRgb(0xF0, 0xE4, 0x42),
        Scalar.FromRgb(0xCC, 0x79, 0xA7), Scalar.FromRgb(0xD5, 0x5E, 0x00), Scalar.FromRgb(0x00, 0x72, 0xB2), Scalar.FromRgb(0xF2, 0xF5, 0xF9),
    ];

    private readonly Dictionary<string, Scalar> colors = labels.CountBy(l => l).OrderByDescending(l => l.Value).ThenBy(l => l.Key, StringComparer.Ordinal)
        .Select((l, i) => (l.Key, Color: i < first.Length ? first[i] : Hue((i - first.Length) * GoldenAngle % 360))).ToDictionary(l => l.Key, l => l.Color);

    /// <summary>Blue, green, red.</summary>
    public Scalar this[string label] => colors[label];

    /// <summary>Black or white, whichever is easier to read on the colour.</summary>
    public static Scalar Ink(Scalar on) => 0.114 * on.Val0 + 0.587 * on.Val1 + 0.299 * on.Val2 > 120 ? Scalar.All(0) : Scalar.All(255);

    /// <summary>A bright colour of that hue in degrees.</summary>
    private static Scalar Hue(double degrees)
    {
        return Scalar.FromRgb(Channel(5), Channel(3), Channel(1));

        // HSV with saturation 0.7 and value 0.95 (Smith 1978).
        int Channel(int n)
        {
            var k = (n + degrees / 60) % 6;
            return (int)(255 * 0.95 * (1 - 0.7 * Math.Clamp(Math.Min(k, 4 - k), 0, 1)));
        }
    }
}
