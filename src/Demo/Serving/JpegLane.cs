using OpenCvSharp;
using VlDistill.Demo.Recording;
using VlDistill.Frames;

namespace VlDistill.Demo.Serving;

/// <summary>Encodes pictures of the view on its own thread, so that drawing never waits; pictures it has no time for are left out.</summary>
public sealed class JpegLane : IDisposable
{
    private const int Buffers = 3, Quality = 82;
    private static readonly TimeSpan poll = TimeSpan.FromMilliseconds(100), joinTimeout = TimeSpan.FromSeconds(10);
    private readonly LatestPicture target;
    private readonly Action<Exception> failed;
    private readonly Mailbox<ScreenPicture> pictures = new();
    private readonly ScreenPicture[] buffers;
    private readonly Mat bgr;
    private readonly Thread thread;
    private volatile bool stopping;

    /// <param name="width">Pixels of every picture.</param>
    /// <param name="height">Pixels of every picture.</param>
    public JpegLane(int width, int height, LatestPicture target, Action<Exception> failed)
    {
        (this.target, this.failed) = (target, failed);
        buffers = [.. Enumerable.Range(0, Buffers).Select(_ => new ScreenPicture(width * height * 4))];
        bgr = new Mat(height, width, MatType.CV_8UC3);
        thread = new Thread(Run) { Name = "serving", IsBackground = true };
        thread.Start();
    }

    /// <summary>A free buffer to fill, or null while all are in use.</summary>
    public ScreenPicture? Borrow()
    {
        foreach (var buffer in buffers)
            if (buffer.TryTake()) return buffer;
        return null;
    }

    /// <summary>Hands a filled buffer over (RGBA, top row first).</summary>
    public void Put(ScreenPicture picture) => pictures.Put(picture);

    /// <exception cref="TimeoutException">The encoder did not come back.</exception>
    public void Dispose()
    {
        stopping = true;
        pictures.Dispose();
        if (!thread.Join(joinTimeout)) throw new TimeoutException($"the pictures for browsers did not end within {joinTimeout.TotalSeconds} s");
        bgr.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!stopping)
            {
                using var picture = pictures.Take(poll);
                if (picture is not null) target.Put(Encode(picture.Pixels));
            }
        }
        catch (Exception e)
        {
            failed(e);
        }
    }

    private byte[] Encode(byte[] rgba)
    {
        using var source = Mat.FromPixelData(bgr.Rows, bgr.Cols, MatType.CV_8UC4, rgba);
        Cv2.CvtColor(source, bgr, ColorConversionCodes.RGBA2BGR);
        Cv2.ImEncode(".jpg", bgr, out byte[] jpeg, [(int)ImwriteFlags.JpegQuality, Quality]);
        return jpeg;
    }
}
