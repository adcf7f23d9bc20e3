using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace VlDistill.Demo.Serving;

/// <summary>The HTTP side: a page, the view as MJPEG, the events, and what viewers send back.</summary>
public sealed class ViewerServer : IDisposable
{
    private const int MostViewers = 16, LongestMessage = 1000;
    private const string Boundary = "picture";
    private static readonly TimeSpan figuresPeriod = TimeSpan.FromSeconds(1), stopTimeout = TimeSpan.FromSeconds(3);

    private readonly WebApplication app;
    private readonly LatestPicture pictures;
    private readonly EventStream events;
    private readonly Func<Wish, bool> wished;
    private readonly CancellationTokenSource stopping = new();
    private readonly Timer figures;
    private int viewers;

    /// <param name="address">Where to listen.</param>
    /// <param name="token">What viewers must give; needed anywhere but on loopback.</param>
    /// <param name="figures">The session's figures, asked once a second on a thread of the pool.</param>
    /// <param name="wished">Hears what viewers send, on a thread of the pool; false refuses.</param>
    /// <exception cref="UserException">No token where one is needed, or the address cannot be used.</exception>
    public ViewerServer(ServeAddress address, string? token, LatestPicture pictures, EventStream events, Func<object> figures, Func<Wish, bool> wished)
    {
        address.GuardedBy(token);
        (this.pictures, this.events, this.wished) = (pictures, events, wished);
        // Nothing but what stands here: no settings from files or the environment, no log, no signal handlers.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 4 * LongestMessage;
            kestrel.Listen(address.Ip, address.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        app = builder.Build();
        app.Use(next => context => new Access(address.IsLoopback, token).Check(context, next));
        app.UseRouting();
        app.MapGet("/", Page);
        app.MapGet("/view.mjpg", View);
        app.MapGet("/events", Events);
        app.MapPost("/ask", context => Take(context, text => new Wish(Question: text)));
        app.MapPost("/key", context => Take(context, text => new Wish(Key: text)));
        app.MapGet("/healthz", context => context.Response.WriteAsync("ok\n"));
        Start(address);
        this.figures = new Timer(_ => events.Post(EventStream.Figures, figures), null, figuresPeriod, figuresPeriod);
        Url = new Uri(app.Urls.First().Replace("0.0.0.0", Environment.MachineName, StringComparison.Ordinal));
    }

    /// <summary>The page's address; the port is the real one where any was asked for.</summary>
    public Uri Url { get; }

    /// <summary>Browsers that watch the picture now.</summary>
    public int Viewers => Volatile.Read(ref viewers);

    /// <summary>Sends every viewer away and closes the port.</summary>
    public void Dispose()
    {
        figures?.Dispose();
        stopping.Cancel();
        using var patience = new CancellationTokenSource(stopTimeout);
        app.StopAsync(patience.Token).GetAwaiter().GetResult();
        ((IDisposable)app).Dispose();
        stopping.Dispose();
    }

    private void Start(ServeAddress address)
    {
        try
        {
            app.StartAsync().GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
        {
            ((IDisposable)app).Dispose();
            string reason = e.InnerException is AddressInUseException ? "another program uses that port" : e.Message.ReplaceLineEndings(" ").TrimEnd('.');
            throw new UserException($"--serve {address}: {reason}; choose another, as in --serve {address.Host}:{address.Port + 1}", e);
        }
    }

    private static async Task Page(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; img-src 'self' data:; connect-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        await using var page = typeof(ViewerServer).Assembly.GetManifestResourceStream("VlDistill.Demo.Serving.Page.index.html")!;
        await page.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private async Task View(HttpContext context)
    {
        if (Interlocked.Increment(ref viewers) > MostViewers)
        {
            Interlocked.Decrement(ref viewers);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        try
        {
            context.Response.ContentType = $"multipart/x-mixed-replace; boundary={Boundary}";
            await Until(context, async stop =>
            {
                // A browser shows a part when the next boundary begins, so each ends with one.
                await context.Response.WriteAsync($"--{Boundary}\r\n", stop);
                for (long seen = 0; ;)
                {
                    (byte[] jpeg, seen) = await pictures.After(seen, stop);
                    await context.Response.WriteAsync($"Content-Type: image/jpeg\r\nContent-Length: {jpeg.Length}\r\n\r\n", stop);
                    await context.Response.Body.WriteAsync(jpeg, stop);
                    await context.Response.WriteAsync($"\r\n--{Boundary}\r\n", stop);
                    await context.Response.Body.FlushAsync(stop);
                }
            });
        }
        finally
        {
            Interlocked.Decrement(ref viewers);
        }
    }

    private async Task Events(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        var listener = events.Join();
        try
        {
            await Until(context, async stop =>
            {
                await context.Response.Body.FlushAsync(stop);
                await foreach (string line in listener.Reader.ReadAllAsync(stop))
                {
                    await context.Response.WriteAsync(line, stop);
                    await context.Response.Body.FlushAsync(stop);
                }
            });
        }
        finally
        {
            events.Leave(listener);
        }
    }

    // A page of another site can send a form but not JSON without asking first, and nobody answers that.
    private async Task Take(HttpContext context, Func<string, Wish> read)
    {
        var (request, response) = (context.Request, context.Response);
        if (request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        try
        {
            string? text = await System.Text.Json.JsonSerializer.DeserializeAsync<string>(request.Body, cancellationToken: context.RequestAborted);
            response.StatusCode = text is { Length: > 0 and <= LongestMessage } && wished(read(text)) ? StatusCodes.Status202Accepted : StatusCodes.Status400BadRequest;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or BadHttpRequestException)
        {
            response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }

    // A viewer that left and a program that ends are the two ways a stream is over.
    private async Task Until(HttpContext context, Func<CancellationToken, Task> send)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping.Token);
        try
        {
            await send(over.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Over: the response ends here, and a viewer that still reads sees its end.
        }
    }

    // The demo has its own way to end on Ctrl-C.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>What a viewer asks for: a question to the models or a key of the demo.</summary>
public sealed record Wish(string? Question = null, string? Key = null);
