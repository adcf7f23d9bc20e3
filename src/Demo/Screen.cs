using System.Numerics;
using Silk.NET.OpenGL;
using VlDistill.Demo.Graphics;
using VlDistill.Demo.Overlay;
using VlDistill.Demo.Text;
using VlDistill.Demo.Views;
using VlDistill.Demo.Vision;
using VlDistill.Demo.Windowing;
using VlDistill.Frames;

namespace VlDistill.Demo;

/// <summary>The GL lane's things: the window, the latest frame as a texture, one pane per model of the view, and the painter.</summary>
public sealed class Screen : IDisposable
{
    private readonly DemoWindow window;
    private readonly bool visible;
    private readonly RenderTarget target;
    private readonly ScenePainter painter;
    private readonly Texture picture;
    private readonly FrameUpload upload;
    private readonly PaneRow panes;
    private readonly Study study = new();
    private readonly RelationGraph graph = new();
    private readonly HitMap hits = new();
    private (int, int, int, View, bool, bool, bool, bool) laidOut;
    private Layout layout = new(1, 1, 0);
    private TimeSpan frameTime;

    public Screen(DemoOptions options, ViewState view)
    {
        View = view;
        visible = !options.Headless;
        window = new DemoWindow("VlDistill", options.Width, options.Height, visible);
        var gl = window.Gl;
        Renderer = gl.GetStringS(StringName.Renderer);
        var font = SdfFont.Load(Path.Combine(AppContext.BaseDirectory, "Assets"), "DejaVuSansCondensed");
        target = new RenderTarget(gl, options.Width, options.Height);
        painter = new ScenePainter(gl, font, ShaderProgram.DefaultFolder);
        picture = new Texture(gl, channels: 3);
        upload = new FrameUpload(gl);
        panes = new PaneRow(gl);
        if (visible) window.Window.FramebufferResize += size => Resize(size.X, size.Y);
    }

    public DemoWindow Window => window;

    public ViewState View { get; }

    /// <summary>What can be clicked, as last drawn.</summary>
    public HitMap Hits => hits;

    /// <summary>The driver's name for what draws.</summary>
    public string Renderer { get; }

    public int Width => target.Width;

    public int Height => target.Height;

    public bool IsClosing => window.Window.IsClosing;

    /// <summary>Takes over a new frame, if any, moves everything on to <paramref name="now"/> and draws. Allocates nothing unless the view changed.</summary>
    /// <param name="frame">A new frame to show; null keeps the last one.</param>
    /// <param name="vision">Boxes and sentences.</param>
    /// <param name="hud">Figures.</param>
    /// <param name="pointer">The mouse in the window's own units.</param>
    /// <param name="now">The program's clock.</param>
    public void Render(Frame? frame, IVisionStage vision, Hud hud, Vector2 pointer, TimeSpan now)
    {
        if (frame is not null)
        {
            upload.Into(picture, frame);
            frameTime = frame.Time;
        }

        panes.Arrange(vision, View);
        graph.Update(vision, View, frameTime, now);
        Arrange();
        View.Toasts.Update(now);
        View.Tags.Update(vision.Sight, vision.Tags, now);
        panes.Update(View, study, graph, vision.Comparison, now);
        var at = ToPixels(pointer);
        hits.Begin(at.X, at.Y);
        painter.Paint(target, new Scene(layout, panes.Shown, picture, frameTime, vision, hud, View, study, graph, hits, now));
        if (!visible) return;
        var size = window.Window.FramebufferSize;
        target.Show(size.X, size.Y);
        window.Window.GLContext!.SwapBuffers();
    }

    /// <summary>What lies at a point of the window.</summary>
    public HitTarget At(Vector2 pointer)
    {
        var at = ToPixels(pointer);
        return hits.At(at.X, at.Y);
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
        panes.Dispose();
        upload.Dispose();
        picture.Dispose();
        painter.Dispose();
        target.Dispose();
        window.Dispose();
    }

    private void Resize(int width, int height)
    {
        if (width > 0 && height > 0) target.Resize(width, height);
    }

    // A layout is made when something that decides it changed.
    private void Arrange()
    {
        var wanted = (target.Width, target.Height, panes.Shown.Count, View.View, View.FiguresShown, View.HistoryShown, View.TagsShown, View.RelationsDocked);
        if (wanted == laidOut) return;
        laidOut = wanted;
        layout = new Layout(target.Width, target.Height, panes.Shown.Count, View.View, View.FiguresShown, View.HistoryShown, View.TagsShown, View.RelationsDocked);
    }

    // The window counts in its own units, which are not pixels on every display.
    private Vector2 ToPixels(Vector2 pointer)
    {
        var size = window.Window.Size;
        return size.X > 0 && size.Y > 0 ? new Vector2(pointer.X * target.Width / size.X, pointer.Y * target.Height / size.Y) : pointer;
    }
}
