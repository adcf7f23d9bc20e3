using System.Text.Json;
using OpenCvSharp;
using VlDistill.Demo.Capture;
using VlDistill.Demo.Serving;
using VlDistill.Frames;

namespace VlDistill.Demo.Tests.Serving;

[Collection("display")]
public sealed class LiveViewTests
{
    [DisplayFact]
    public void Run_BrowserWatches_GetsTheViewAndTheResults()
    {
        using var folder = new TemporaryFolder();
        string video = folder.Video("in.avi", frames: 20);
        var options = new DemoOptions { Headless = true, Width = 320, Height = 180, Serve = ServeAddress.Parse("127.0.0.1:0") };
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var app = new DemoApp(options, new StubModels(), writer => new VideoFileSource(video, writer), new SystemClock(), stop.Token);
        var watching = Task.Run(() => Watch(app.Watch!, stop));

        app.Run();

        var (picture, result) = watching.GetAwaiter().GetResult();
        using var view = Mat.FromImageData(picture, ImreadModes.Color);
        Assert.Equal((320, 180), (view.Cols, view.Rows));
        Assert.Equal("a thing", result.GetProperty("caption").GetString());
    }

    private static async Task<(byte[] Picture, JsonElement Result)> Watch(Uri address, CancellationTokenSource stop)
    {
        using var client = new HttpClient { BaseAddress = address };
        byte[] third = [];
        await using (var view = await client.GetStreamAsync("/view.mjpg", stop.Token))
        {
            for (int i = 0; i < 3; i++) third = await Part(view, stop.Token);
        }

        using var events = new StreamReader(await client.GetStreamAsync("/events", stop.Token));
        bool said = false;
        for (string? kind = null; await events.ReadLineAsync(stop.Token) is { } line;)
        {
            // The sentence to read stands beside the result it came with.
            said |= kind == "sentence" && line.StartsWith("data: ", StringComparison.Ordinal) && line.Contains("\"caption\":\"", StringComparison.Ordinal);
            if (line.StartsWith("event: ", StringComparison.Ordinal)) kind = line["event: ".Length..];
            if (!said || kind != "result" || !line.StartsWith("data: ", StringComparison.Ordinal)) continue;
            var result = JsonDocument.Parse(line["data: ".Length..]).RootElement;
            if (result.GetProperty("model").GetString() != "student") continue;
            await stop.CancelAsync();
            return (third, result);
        }

        throw new InvalidOperationException("the events ended before a result");
    }

    private static async Task<byte[]> Part(Stream stream, CancellationToken stop)
    {
        var header = new List<byte>();
        byte[] one = new byte[1];
        while (!(header is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n']))
        {
            await stream.ReadExactlyAsync(one, stop);
            header.Add(one[0]);
        }

        string length = System.Text.Encoding.ASCII.GetString([.. header]).Split("Content-Length: ")[1].Trim();
        byte[] picture = new byte[int.Parse(length)];
        await stream.ReadExactlyAsync(picture, stop);
        return picture;
    }
}
