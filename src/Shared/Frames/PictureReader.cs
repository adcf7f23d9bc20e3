using OpenCvSharp;

namespace VlDistill.Frames;

/// <summary>Reads picture files as RGB frames, the camera's orientation tag applied.</summary>
public static class PictureReader
{
    private static readonly string[] extensions = [".jpg", ".jpeg", ".png", ".bmp", ".webp", ".ppm", ".tif", ".tiff"];

    /// <summary>True where the name looks like a picture's.</summary>
    public static bool IsPicture(string path) => extensions.Contains(Path.GetExtension(path).ToLowerInvariant());

    /// <summary>The pictures of a folder in ordinal order of their names.</summary>
    /// <exception cref="UserException">The folder is missing or holds no picture.</exception>
    public static IReadOnlyList<string> List(string folder)
    {
        if (!Directory.Exists(folder)) throw new UserException($"{folder}: no such folder; give one that holds pictures");
        string[] files = [.. Directory.EnumerateFiles(folder).Where(IsPicture).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new UserException($"{folder}: holds no picture ({string.Join(" ", extensions)})");
    }

    /// <summary>One picture, 8-bit RGB in its own buffer.</summary>
    /// <exception cref="UserException">The file is missing, unreadable or not a picture.</exception>
    public static Frame Read(string path)
    {
        using var picture = ReadMat(path);
        var pixels = GC.AllocateUninitializedArray<byte>(picture.Rows * picture.Cols * 3, pinned: true);
        var frame = new Frame(0, TimeSpan.Zero, picture.Cols, picture.Rows, pixels);
        FrameWriter.CopyRgb(picture, frame);
        return frame;
    }

    /// <summary>One picture in OpenCV's own BGR order; the caller disposes it.</summary>
    /// <exception cref="UserException">The file is missing, unreadable or not a picture.</exception>
    public static Mat ReadMat(string path)
    {
        var bytes = Bytes(path);
        if (bytes.Length > 0 && Decode(bytes) is { } picture) return picture;
        throw new UserException($"{path}: is not a picture, whatever its name says, or is damaged; remove it or replace it by a JPEG or PNG");
    }

    // Most damage gives an empty picture; a header that claims an absurd size throws.
    private static Mat? Decode(byte[] bytes)
    {
        try
        {
            var picture = Mat.FromImageData(bytes, ImreadModes.Color);
            if (!picture.Empty()) return picture;
            picture.Dispose();
        }
        catch (Exception e) when (e is OpenCVException or OpenCvSharpException)
        {
            // As unreadable as an empty one.
        }

        return null;
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserException($"{path}: no such file; check the name", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new UserException($"{path}: cannot be read ({e.Message.TrimEnd('.')}); check its permissions", e);
        }
    }
}
