using OpenCvSharp;
using VlDistill.Demo.Recording.Replay;

namespace VlDistill.Demo.Recording.Page;

/// <summary>Takes single pictures out of a recording's source.mp4, going forward only.</summary>
public sealed class FilmPictures(RecordedSession session) : IDisposable
{
    private const int Quality = 82;
    private readonly SessionFilm film = new(session);
    private readonly Mat picture = new();

    /// <summary>The picture seen at a time of the recording's clock as JPEG in base64, with its size; null past the film's end.</summary>
    /// <param name="time">Seconds, not before the last call's.</param>
    public (string Jpeg, int Width, int Height)? At(double time)
    {
        if (!session.HasFilm) return null;
        // The film shows a picture from the frame on in which its time lies.
        long wanted = (long)Math.Floor((time - session.Header.Clock) * film.Fps + 1e-3);
        while (film.Shown < wanted)
            if (!film.Skip()) return null;
        if (film.Shown <= wanted && (!film.Read(picture) || film.IsOver)) return null;
        Cv2.ImEncode(".jpg", picture, out byte[] jpeg, [(int)ImwriteFlags.JpegQuality, Quality]);
        return (Convert.ToBase64String(jpeg), picture.Cols, picture.Rows);
    }

    public void Dispose()
    {
        film.Dispose();
        picture.Dispose();
    }
}
