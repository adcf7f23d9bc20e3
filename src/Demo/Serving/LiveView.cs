using System.Collections.Concurrent;
using Silk.NET.Input;
using VlDistill.Demo.Recording;
using VlDistill.Demo.Views;
using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Serving;

/// <summary>The demo in browsers: takes the view when somebody watches, sends results as they come, and does what viewers ask for. The GL lane owns it.</summary>
public sealed class LiveView : IDisposable
{
    private static readonly Key[] allowed =
    [
        Key.Number1, Key.Number2, Key.Number3, Key.Number4, Key.Tab, Key.M, Key.N, Key.Up, Key.Down, Key.PageUp, Key.PageDown, Key.X,
        Key.Left, Key.Right, Key.C, Key.T, Key.G, Key.W, Key.E, Key.L, Key.Minus, Key.Equal, Key.H, Key.Space,
    ];

    private readonly Screen screen;
    private readonly ViewReader views;
    private readonly IVisionStage stage;
    private readonly ViewControls controls;
    private readonly Action<Exception> failed;
    private readonly TimeSpan period;
    private readonly LatestPicture pictures = new();
    private readonly EventStream events = new();
    private readonly ConcurrentQueue<Wish> wishes = new();
    private readonly ConcurrentDictionary<string, string> said = new();
    private readonly ViewerServer server;
    private PictureLane? lane;
    private JpegEncoder? encoder;
    private (int Width, int Height) size;
    private TimeSpan next;

    /// <param name="options">Address, token and pictures per second.</param>
    /// <param name="screen">The view.</param>
    /// <param name="views">Reads it back.</param>
    /// <param name="stage">What answers questions.</param>
    /// <param name="controls">Do what a key does.</param>
    /// <param name="figures">The session's figures so far; any thread.</param>
    /// <param name="failed">Hears why encoding ended.</param>
    /// <exception cref="UserException">The address cannot be used.</exception>
    public LiveView(DemoOptions options, Screen screen, ViewReader views, IVisionStage stage, ViewControls controls, Func<SessionSummary> figures, Action<Exception> failed)
    {
        (this.screen, this.views, this.stage, this.controls, this.failed) = (screen, views, stage, controls, failed);
        period = TimeSpan.FromSeconds(1 / options.RecordingFps);
        server = new ViewerServer(options.Serve!, options.Token, pictures, events, figures, Wished);
        stage.Answered += Answered;
        Console.WriteLine($"watch at {server.Url}{(options.Token is null ? "" : "?token=…")}");
    }

    /// <summary>The page's address.</summary>
    public Uri Url => server.Url;

    /// <summary>Called after each drawing: does what viewers asked for and takes the view where somebody watches. Allocates nothing unless the window's size changed.</summary>
    public void Tick(TimeSpan now)
    {
        while (wishes.TryDequeue(out var wish))
        {
            if (wish.Question is { } question) stage.Ask(question);
            if (wish.Key is { } name && Enum.TryParse<Key>(name, out var key)) controls.Press(key);
        }

        // A picture that was read for the recording is taken along somewhat early: one reading serves both from then on.
        if (server.Viewers == 0 || now < (views.HasRead ? next - period / 2 : next)) return;
        FitSize();
        if (lane!.Borrow() is not { } picture) return;
        next = now + period;
        if (views.Read(picture.Pixels, out _)) lane.Put(picture, now);
        else picture.Dispose();
    }

    /// <summary>Sends a complete result, and the sentence to read where that became another one; called on the model's lane.</summary>
    public void Add(VisionResult result, double? distance, TimeSpan now)
    {
        events.Post(EventStream.Results, () => SessionLine.From(result, distance, now, stage.Labels));
        if (stage.Feeds.FirstOrDefault(feed => feed.Model == result.Model)?.Steady is not { } steady || steady.Text == said.GetValueOrDefault(result.Model)) return;
        said[result.Model] = steady.Text;
        events.Post("sentence", () => new { Time = Math.Round(now.TotalSeconds, 4), result.Model, Caption = steady.Text });
    }

    public void Dispose()
    {
        stage.Answered -= Answered;
        server.Dispose();
        events.DisposeAsync().AsTask().Wait();
        EndLane();
    }

    private void Answered(string model, AnswerResult answer) => events.Post("answer", () => AnswerLine.From(model, answer, stage.Labels));

    private bool Wished(Wish wish)
    {
        if (wish.Key is { } name && !(Enum.TryParse<Key>(name, out var key) && allowed.Contains(key))) return false;
        wishes.Enqueue(wish);
        return true;
    }

    private void FitSize()
    {
        if (size == (screen.Width, screen.Height)) return;
        size = (screen.Width, screen.Height);
        EndLane();
        var jpeg = encoder = new JpegEncoder(size.Width, size.Height);
        lane = new PictureLane("serving", size.Width, size.Height, picture => pictures.Put(jpeg.Encode(picture.Pixels)), failed);
    }

    private void EndLane()
    {
        lane?.Dispose();
        encoder?.Dispose();
    }
}
