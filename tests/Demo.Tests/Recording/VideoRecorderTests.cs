using OpenCvSharp;
using VlDistill.Demo.Recording;

namespace VlDistill.Demo.Tests.Recording;

public sealed class VideoRecorderTests : IDisposable
{
    private const int Width = 64, Height = 48;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_UnevenTimes_PlaysInRealTime()
    {
        using (var recorder = new VideoRecorder(folder.File("r.mp4"), Width, Height, fps: 20))
        {
            // 20 fps: shown at 0, 10 (too early for another frame), 60, 300 ms.
            foreach (var ms in (int[])[0, 10, 60, 300]) recorder.Write(Rgba(0, 0, 0), TimeSpan.FromMilliseconds(1000 + ms));
            Assert.Equal(7, recorder.Frames);
        }

        using var video = new VideoCapture(folder.File("r.mp4"), VideoCaptureAPIs.FFMPEG);
        Assert.Equal((7, 20.0, Width, Height), (video.FrameCount, video.Fps, video.FrameWidth, video.FrameHeight));
    }

    [Fact]
    public void Write_ExactlyOnTheFrames_WritesEach()
    {
        using var recorder = new VideoRecorder(folder.File("r.mp4"), Width, Height, fps: 30);

        for (var i = 0; i < 60; i++) recorder.Write(Rgba(0, 0, 0), TimeSpan.FromSeconds(i / 30.0));

        Assert.Equal(60, recorder.Frames);
    }

    [Fact]
    public void Write_BottomUpPixels_AreUprightAndInTheRightColours()
    {
        using (var recorder = new VideoRecorder(folder.File("r.mp4"), Width, Height, fps: 10))
            recorder.Write(Rgba(250, 20, 20, belowR: 20, belowB: 250), TimeSpan.Zero);

        using var video = new VideoCapture(folder.File("r.mp4"), VideoCaptureAPIs.FFMPEG);
        using var picture = new Mat();
        Assert.True(video.Read(picture));
        var top = picture.Get<Vec3b>(5, 32);
        var bottom = picture.Get<Vec3b>(42, 32);
        Assert.True(bottom.Item2 > 200 && bottom.Item0 < 60, "red, first in memory, is at the bottom");
        Assert.True(top.Item0 > 200 && top.Item2 < 60, "blue, last in memory, is at the top");
    }

    [Fact]
    public void Constructor_FolderMissing_NamesIt() =>
        Assert.Contains("none", Assert.Throws<UserException>(() => new VideoRecorder(folder.File("none/r.mp4"), Width, Height, 10)).Message);

    [Fact]
    public void Write_TooFewPixels_Throws()
    {
        using var recorder = new VideoRecorder(folder.File("r.mp4"), Width, Height, 10);

        Assert.Throws<ArgumentException>(() => recorder.Write(new byte[12], TimeSpan.Zero));
    }

    // The first rows in memory in one colour, the rest in another.
    private static byte[] Rgba(byte r, byte g, byte b, byte belowR = 0, byte belowB = 0)
    {
        var pixels = new byte[Width * Height * 4];
        for (var i = 0; i < Width * Height; i++)
            (pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2], pixels[4 * i + 3]) = i < Width * Height / 2 ? (r, g, b, (byte)255) : (belowR, g, belowB, (byte)255);
        return pixels;
    }
}
