using VlDistill.Demo.Capture;
using VlDistill.Frames;

namespace VlDistill.Demo.Tests.Capture;

public sealed class StreamTests
{
    private readonly FramePool pool = new();

    [Fact]
    public void Open_HttpStreamThatDiesAndComesBack_Reconnects()
    {
        var server = new MjpegServer();
        int port = server.Port;
        using var source = Open($"http://127.0.0.1:{port}/view.mjpg", new SystemClock());
        using (var frame = Next(source)) Assert.Equal((64, 48), (frame.Width, frame.Height));

        server.Dispose();
        Assert.True(SpinWait.SpinUntil(() => Read(source) && source.Notice is not null, TimeSpan.FromSeconds(20)), "no notice of the lost stream");
        Assert.Contains("reconnecting", source.Notice);
        Assert.Contains($"{port}", source.Notice);

        using var again = new MjpegServer(port);
        using (Next(source)) Assert.Null(source.Notice);
    }

    [Fact]
    public void Next_HttpStreamThatFallsSilent_TimesOut()
    {
        using var server = new MjpegServer();
        using var source = new LiveSource("net", () => OpenCvInput.Url($"http://127.0.0.1:{server.Port}/", TimeSpan.FromSeconds(1)), new FrameWriter(pool, new SystemClock()), () => "check it");
        using (Next(source)) server.Silent = true;

        Assert.True(SpinWait.SpinUntil(() => Read(source) && source.Notice is not null, TimeSpan.FromSeconds(20)), "the read never ended");
    }

    private ICaptureSource Open(string address, IClock clock) => new SourceSelector(new FrameWriter(pool, clock), "none").Open(address);

    private static bool Read(ICaptureSource source)
    {
        using var frame = source.Next(default);
        return true;
    }

    private static Frame Next(ICaptureSource source)
    {
        for (int i = 0; i < 100; i++)
            if (source.Next(default) is { } frame) return frame;
        throw new InvalidOperationException($"no picture: {source.Notice}");
    }
}
