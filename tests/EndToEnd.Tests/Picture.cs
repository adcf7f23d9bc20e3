namespace VlDistill.EndToEnd.Tests;

/// <summary>A picture whose left half is red and right half blue, as a 24-bit BMP.</summary>
public static class Picture
{
    public const int Width = 320;
    public const int Height = 240;

    /// <summary>Writes it and returns its path.</summary>
    public static string Write(string path)
    {
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write("BM"u8);
        foreach (var value in (int[])[54 + (Width * Height * 3), 0, 54, 40, Width, Height]) writer.Write(value);
        foreach (var value in (short[])[1, 24]) writer.Write(value); // planes, bits per pixel
        foreach (var value in (int[])[0, 0, 2835, 2835, 0, 0]) writer.Write(value);
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++) writer.Write(x < Width / 2 ? (ReadOnlySpan<byte>)[0, 0, 255] : [255, 0, 0]); // BGR
        return path;
    }
}
