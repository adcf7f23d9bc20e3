using OpenCvSharp;

namespace VlDistill.Compat.OpenCvSharp.Tests;

public sealed class VideoTests : IDisposable
{
    private const int Frames = 30;

    private readonly string folder = Directory.CreateTempSubdirectory("vldistill-video-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Write_ThenRead_GivesBackSizeRateAndColours()
    {
        var path = WriteVideo("clip.mp4", "mp4v");
        using var video = new VideoCapture(path, VideoCaptureAPIs.FFMPEG);

        Assert.True(video.IsOpened());
        Assert.Equal((64, 48, 10.0, Frames), (video.FrameWidth, video.FrameHeight, video.Fps, video.FrameCount));
        using var picture = new Mat();
        var read = 0;
        for (; video.Read(picture); read++)
        {
            // The red channel climbs by 8 a frame; lossy coding may be off by a few levels.
            var mean = Cv2.Mean(picture);
            Assert.InRange(mean.Val2, read * 8 - 6, read * 8 + 6);
            Assert.InRange(mean.Val0, 0, 8);
        }
        Assert.Equal(Frames, read);
        Assert.False(video.Read(picture));
    }

    [Fact]
    public void GrabAndRetrieve_SecondFrame_IsTheSecond()
    {
        using var video = new VideoCapture(WriteVideo("clip.mp4", "mp4v"), VideoCaptureAPIs.FFMPEG);
        using var picture = new Mat();

        Assert.True(video.Grab() && video.Grab() && video.Retrieve(picture));

        Assert.InRange(Cv2.Mean(picture).Val2, 2, 14);
    }

    [Fact]
    public void Read_TruncatedVideo_EndsEarlyWithoutCrash()
    {
        // AVI keeps its headers at the front, so that half a file still opens.
        var whole = File.ReadAllBytes(WriteVideo("clip.avi", "MJPG"));
        var path = Path.Combine(folder, "half.avi");
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        using var video = new VideoCapture(path, VideoCaptureAPIs.FFMPEG);
        using var picture = new Mat();

        var read = 0;
        while (video.Read(picture)) read++;

        Assert.InRange(read, 1, Frames - 1);
    }

    [Fact]
    public void Open_MissingOrTextFile_IsNotOpened()
    {
        var text = Path.Combine(folder, "text.mp4");
        File.WriteAllText(text, "not a video");

        using var wrong = new VideoCapture(text, VideoCaptureAPIs.FFMPEG);
        using var missing = new VideoCapture(Path.Combine(folder, "missing.mp4"), VideoCaptureAPIs.FFMPEG);
        using var picture = new Mat();

        Assert.False(wrong.IsOpened());
        Assert.False(missing.IsOpened());
        Assert.False(missing.Read(picture));
    }

    [Fact]
    public void Writer_FolderMissing_IsNotOpened()
    {
        using var writer = new VideoWriter(Path.Combine(folder, "none", "clip.mp4"), VideoCaptureAPIs.FFMPEG, FourCC.FromString("mp4v"), 10, new Size(64, 48));

        Assert.False(writer.IsOpened());
    }

    private string WriteVideo(string name, string codec)
    {
        var path = Path.Combine(folder, name);
        using var writer = new VideoWriter(path, VideoCaptureAPIs.FFMPEG, FourCC.FromString(codec), 10, new Size(64, 48));
        Assert.True(writer.IsOpened());
        using var picture = new Mat(48, 64, MatType.CV_8UC3);
        for (var i = 0; i < Frames; i++)
        {
            picture.SetTo(new Scalar(0, 0, i * 8));
            writer.Write(picture);
        }
        writer.Release();
        return path;
    }
}
