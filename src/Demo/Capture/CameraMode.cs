using System.Globalization;
using System.Text.RegularExpressions;

namespace VlDistill.Demo.Capture;

/// <summary>Size and rate of a camera's pictures, written <c>1280x720@30</c>.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Fps">Pictures per second; 0 leaves it to the camera.</param>
public sealed partial record CameraMode(int Width, int Height, double Fps)
{
    /// <summary>Reads <c>WxH</c> or <c>WxH@FPS</c>; null for anything else.</summary>
    public static CameraMode? Parse(string text)
    {
        if (Form().Match(text) is not { Success: true } match) return null;
        int width = Number(match.Groups[1]), height = Number(match.Groups[2]);
        double fps = match.Groups[3].Success ? double.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture) : 0;
        return width is >= 16 and <= 16384 && height is >= 16 and <= 16384 && (!match.Groups[3].Success || fps is >= 1 and <= 1000)
            ? new CameraMode(width, height, fps)
            : null;
    }

    /// <summary>True where a camera that gives <paramref name="actual"/> did what was asked; drivers round rates.</summary>
    public bool IsMetBy(CameraMode actual) =>
        (Width, Height) == (actual.Width, actual.Height) && (Fps == 0 || actual.Fps == 0 || Math.Abs(Fps - actual.Fps) <= 0.05 * Fps);

    public override string ToString() => Fps > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}@{Fps:0.##}") : $"{Width}x{Height}";

    [GeneratedRegex(@"^(\d{1,5})[xX×](\d{1,5})(?:@(\d{1,4}(?:\.\d{1,3})?))?$")]
    private static partial Regex Form();

    private static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);
}
