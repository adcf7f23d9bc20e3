using VlDistill.Demo.Overlay;
using VlDistill.Demo.Vision;
using VlDistill.Frames;
using VlDistill.Inference;

namespace VlDistill.Demo.Tests;

[Collection("display")]
public sealed class ScreenTests
{
    private const int Width = 640;

    [DisplayFact]
    public void Render_ThousandFrames_AllocatesNothing()
    {
        var (screen, feeds, frame, hud) = Make();
        using var owned = screen;
        var perception = new Perception(StubModels.Regions, 5);
        int step = 0;
        foreach (var feed in feeds)
            feed.Publish(new VisionResult(feed.Model, 0, default, perception, [StubModels.Word("a", 1), StubModels.Word("thing", 50)], Complete: true, default));
        // Code that is not optimised yet boxes numbers that it formats; the runtime optimises in the background.
        for (int batch = 0; batch < 60 && Allocated(50) > 0; batch++) Thread.Sleep(20);

        Assert.Equal(0, Allocated(1000));

        long Allocated(int frames)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < frames; i++) Step(step++);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Step(int i)
        {
            hud.HelpShown = i % 2 == 0;
            hud.AttentionDistance = i / 1200.0;
            screen.DoEvents();
            screen.Render(frame, perception, hud, TimeSpan.FromMilliseconds(33 * i));
        }
    }

    [DisplayFact]
    public void Render_RedFrame_ShowsItInBothPanesAndTextAbove()
    {
        var (screen, _, frame, hud) = Make();
        using var owned = screen;
        for (int i = 0; i < frame.Pixels.Length; i += 3) frame.Pixels[i] = 255;

        screen.Render(frame, null, hud, TimeSpan.Zero);
        byte[] pixels = screen.Capture();

        Assert.Equal([255, 0, 0], Pixel(pixels, 160, 150));
        Assert.Equal([255, 0, 0], Pixel(pixels, 480, 150));
        // Some of the header is ink on the background.
        Assert.Contains(Enumerable.Range(0, Width * 20), i => pixels[4 * i] > 200 && pixels[4 * i + 1] > 200);
    }

    [DisplayFact]
    public void Render_WordOnTheLeft_KeepsItBrightAndDimsTheRest()
    {
        var (screen, feeds, frame, hud) = Make();
        using var owned = screen;
        frame.Pixels.AsSpan().Fill(128);
        // Token 22 is the first cell of the middle row.
        feeds[0].Publish(new VisionResult("student", 0, default, new Perception(StubModels.Regions, 0), [StubModels.Word("a", 22)], Complete: true, default));

        for (int i = 0; i < 10; i++) screen.Render(frame, null, hud, TimeSpan.FromMilliseconds(100 * i));
        byte[] pixels = screen.Capture();

        Assert.True(Pixel(pixels, 29, 158)[0] > 140, "the looked-at cell takes the student's orange");
        Assert.True(Pixel(pixels, 290, 158)[0] < 80, "the other side is dimmed");
        Assert.Equal(128, Pixel(pixels, 480, 158)[0]);
    }

    private static (Screen Screen, VisionFeed[] Feeds, Frame Frame, Hud Hud) Make()
    {
        VisionFeed[] feeds = [new("student"), new("teacher")];
        var screen = new Screen(new DemoOptions { Headless = true, Width = Width, Height = 360 }, feeds, ["thing"]);
        return (screen, feeds, new Frame(0, default, 64, 48, new byte[64 * 48 * 3]), new Hud { Stack = "test", Device = "stub", Source = "test" });
    }

    private static byte[] Pixel(byte[] rgba, int x, int y) => rgba.AsSpan(4 * (y * Width + x), 3).ToArray();
}
