using System.Globalization;

namespace VlDistill.Demo.Views;

/// <summary>Sizes of the window and the recording as users write them: 1280x720.</summary>
public static class WindowSize
{
    private static readonly (int Least, int Most) Widths = (320, 7680);
    private static readonly (int Least, int Most) Heights = (180, 4320);

    /// <summary>What is wrong with a size; null where nothing is.</summary>
    public static string? Problem(string text)
    {
        string[] parts = text.Split('x', 'X', '×');
        if (parts.Length != 2 || !Number(parts[0], out int width) || !Number(parts[1], out int height)) return "write width x height in pixels, as in 1280x720";
        if (width % 2 != 0 || height % 2 != 0) return "video needs an even width and height";
        bool fits = width >= Widths.Least && width <= Widths.Most && height >= Heights.Least && height <= Heights.Most;
        return fits ? null : $"from {Widths.Least}x{Heights.Least} to {Widths.Most}x{Heights.Most}";
    }

    /// <exception cref="UserException">Not a size; the message says why.</exception>
    public static (int Width, int Height) Parse(string text)
    {
        if (Problem(text) is { } problem) throw new UserException($"--size {text}: {problem}");
        string[] parts = text.Split('x', 'X', '×');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static bool Number(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
