using OpenCvSharp;
using VlDistill.Demo.Capture;

namespace VlDistill.Demo.Tests.Capture;

/// <summary>An input of numbered one-pixel pictures: the blue value is the number.</summary>
internal sealed class FakeInput(int frames, double fps = 10, int? claims = null) : IVideoInput
{
    private int position;

    public double Fps => fps;

    public int FrameCount => claims ?? frames;

    public string? Remark { get; init; }

    public bool Disposed { get; private set; }

    public bool Read(Mat picture)
    {
        if (!Skip()) return false;
        picture.Create(position - 1);
        return true;
    }

    public bool Skip()
    {
        if (position >= frames) return false;
        position++;
        return true;
    }

    public void Dispose() => Disposed = true;
}

internal static class FakePicture
{
    public static void Create(this Mat picture, int number)
    {
        using var pixel = new Mat(1, 1, MatType.CV_8UC3, new Scalar(number, 0, 0));
        pixel.CopyTo(picture);
    }
}
