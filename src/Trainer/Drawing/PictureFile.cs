using OpenCvSharp;

namespace VlDistill.Trainer.Drawing;

/// <summary>Writes drawn pictures as JPEG.</summary>
public static class PictureFile
{
    private const int Quality = 92;

    /// <exception cref="UserException">The disk is full or the folder may not be written to.</exception>
    public static void Write(string path, Mat picture)
    {
        Cv2.ImEncode(".jpg", picture, out var bytes, [(int)ImwriteFlags.JpegQuality, Quality]);
        try
        {
            File.WriteAllBytes(path, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path}: cannot be written ({e.Message.TrimEnd('.')}); choose another --out", e);
        }
    }
}
