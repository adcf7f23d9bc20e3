using Silk.NET.OpenGL;
using VlDistill.Demo.Graphics;
using VlDistill.Demo.Overlay;
using VlDistill.Demo.Text;
using VlDistill.Demo.Vision;
using VlDistill.Demo.Windowing;
using VlDistill.Frames;
using VlDistill.Inference;

namespace VlDistill.Demo;

/// <summary>The GL lane's things: the window, the latest frame as a texture, one pane per model, and the painter.</summary>
public sealed class Screen : IDisposable
{
    private readonly DemoWindow window;
    private readonly bool visible;
    private readonly RenderTarget target;
    private readonly ScenePainter painter;
    private readonly Texture picture;
    private readonly Pane[] panes;
    private readonly IReadOnlyList<string> labels;
    private Layout layout;

    public Screen(DemoOptions options, IReadOnlyList<VisionFeed> feeds, IReadOnlyList<string> labels)
    {
        this.labels = labels;
        visible = !options.Headless;
        window = new DemoWindow("VlDistill", options.Width, options.Height, visible);
        var gl = window.Gl;
        Renderer = gl.GetStringS(StringName.Renderer);
        var font = SdfFont.Load(Path.Combine(AppContext.BaseDirectory, "Assets"), "DejaVuSansCondensed");
        target = new RenderTarget(gl, options.Width, options.Height);
        painter = new ScenePainter(gl, font, ShaderProgram.DefaultFolder);
        picture = new Texture(gl, channels: 3);
        panes = [.. feeds.Select(feed => new Pane(gl, feed))];
        layout = new Layout(options.Width, options.Height, panes.Length);
        if (visible) window.Window.FramebufferResize += size => Resize(size.X, size.Y);
    }

    public DemoWindow Window => window;

    /// <summary>The driver's name for what draws.</summary>
    public string Renderer { get; }

    public int Width => target.Width;

    public int Height => target.Height;

    public bool IsClosing => window.Window.IsClosing;

    /// <summary>Takes over a new frame, if any, moves everything on to <paramref name="now"/> and draws. Allocates nothing.</summary>
    public void Render(Frame? frame, Perception? perception, Hud hud, TimeSpan now)
    {
        if (frame is not null) picture.Upload(frame.Pixels, frame.Width, frame.Height);
        foreach (var pane in panes) pane.Update(now);
        painter.Paint(target, new Scene(layout, panes, picture, perception, labels, hud, now));
        if (!visible) return;
        var size = window.Window.FramebufferSize;
        target.Show(size.X, size.Y);
        window.Window.GLContext!.SwapBuffers();
    }

    /// <summary>Hands the window's events out: keys, resizing, closing.</summary>
    public void DoEvents() => window.Window.DoEvents();

    /// <summary>Starts reading this frame back and delivers the one before (RGBA, top row first); false the first time.</summary>
    public bool Exchange(PixelReader reader, Span<byte> previous)
    {
        target.Bind();
        return reader.Exchange(Width, Height, previous);
    }

    /// <summary>The picture on screen now, RGBA, top row first.</summary>
    public byte[] Capture()
    {
        byte[] pixels = new byte[Width * Height * 4];
        target.Read(pixels);
        return pixels;
    }

    public void Dispose()
    {
        foreach (var pane in panes) pane.Dispose();
        picture.Dispose();
        painter.Dispose();
        target.Dispose();
        window.Dispose();
    }

    private void Resize(int width, int height)
    {
        if (width == 0 || height == 0) return;
        target.Resize(width, height);
        layout = new Layout(width, height, panes.Length);
    }
}
