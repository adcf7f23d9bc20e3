using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using VlDistill.Demo.Serving;

namespace VlDistill.Demo.Tests.Serving;

/// <summary>A real server on a free port of this machine and real requests.</summary>
public sealed class ViewerServerTests : IDisposable
{
    private readonly LatestPicture pictures = new();
    private readonly EventStream events = new();
    private readonly List<Wish> wishes = [];
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(20) };
    private ViewerServer? server;

    public void Dispose()
    {
        client.Dispose();
        server?.Dispose();
    }

    [Fact]
    public async Task View_PicturesOneAfterTheOther_AreThePartsOfTheStream()
    {
        Start();
        await using var stream = await client.GetStreamAsync("/view.mjpg");
        SpinWait.SpinUntil(() => server!.Viewers == 1, TimeSpan.FromSeconds(10));
        var received = new StringBuilder();

        for (byte i = 0; i < 3; i++)
        {
            pictures.Put(Encoding.ASCII.GetBytes($"jpeg-{i}"));
            while (!received.ToString().EndsWith($"jpeg-{i}\r\n--picture\r\n", StringComparison.Ordinal)) received.Append(await Some(stream));
        }

        Assert.StartsWith("--picture\r\nContent-Type: image/jpeg\r\nContent-Length: 6\r\n\r\njpeg-0\r\n", received.ToString());
    }

    [Fact]
    public async Task View_SlowViewer_MissesPicturesAndHoldsNobodyUp()
    {
        Start();
        await using var slow = await client.GetStreamAsync("/view.mjpg");
        // Far more than all buffers between here and there: a writer that waited for the viewer would never come back.
        for (int i = 0; i < 200; i++) pictures.Put(new byte[1 << 20]);

        Assert.Equal(200, (await pictures.After(199, CancellationToken.None)).Number);
        await Some(slow);
    }

    [Fact]
    public async Task View_ViewerLeaves_IsNotCountedAnyMore()
    {
        Start();
        using (await client.GetStreamAsync("/view.mjpg")) Assert.True(SpinWait.SpinUntil(() => server!.Viewers == 1, TimeSpan.FromSeconds(10)));

        Assert.True(SpinWait.SpinUntil(() => server!.Viewers == 0, TimeSpan.FromSeconds(10)), "a viewer that left is still served");
    }

    [Fact]
    public async Task Events_PostedBeforeAndAfter_AllArrive()
    {
        Start();
        events.Post("sentence", () => new { Caption = "a dog" });
        await using var stream = await client.GetStreamAsync("/events");
        events.Post("answer", () => new { Answer = "yes" });
        var received = new StringBuilder();
        while (!(received.ToString() is var text && text.Contains("\"yes\"") && text.Contains("event: figures"))) received.Append(await Some(stream));

        Assert.Contains("event: sentence\ndata: {\"caption\":\"a dog\"}\n\n", received.ToString());
        Assert.Contains("event: answer\ndata: {\"answer\":\"yes\"}\n\n", received.ToString());
        Assert.Contains("event: figures\ndata: {\"fps\":30}\n\n", received.ToString());
    }

    [Fact]
    public async Task Events_RecordThatCannotBeMade_IsLeftOutAndTheRestComes()
    {
        Start();
        events.Post("result", () => throw new InvalidOperationException("the models were exchanged"));
        events.Post("sentence", () => new { Caption = "a dog" });
        await using var stream = await client.GetStreamAsync("/events");

        Assert.Contains("a dog", await Some(stream));
    }

    [Fact]
    public async Task Page_Asked_IsOneSelfContainedFile()
    {
        Start();

        string page = await client.GetStringAsync("/");

        Assert.Contains("view.mjpg", page);
        Assert.DoesNotContain("http://", page);
        Assert.DoesNotContain("https://", page);
    }

    [Theory]
    [InlineData("/", HttpStatusCode.Unauthorized)]
    [InlineData("/view.mjpg?token=wrong", HttpStatusCode.Unauthorized)]
    [InlineData("/events", HttpStatusCode.Unauthorized)]
    [InlineData("/?token=secret", HttpStatusCode.OK)]
    [InlineData("/healthz", HttpStatusCode.OK)]
    public async Task Get_ServerWithToken_NeedsIt(string path, HttpStatusCode expected)
    {
        Start(token: "secret");

        using var response = await client.GetAsync(path);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Get_TokenGivenOnce_IsRememberedInACookie()
    {
        Start(token: "se/cret");
        (await client.GetAsync("/?token=se%2Fcret")).EnsureSuccessStatusCode();

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task Get_BearerToken_IsEnough()
    {
        Start(token: "secret");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "secret");

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task Get_HostOfAnotherName_IsRefused()
    {
        Start();
        client.DefaultRequestHeaders.Host = "rebound.example";

        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task Post_QuestionAndKey_ReachTheDemo()
    {
        Start();

        Assert.Equal(HttpStatusCode.Accepted, (await client.PostAsJsonAsync("/ask", "is there a dog ?")).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await client.PostAsJsonAsync("/key", "M")).StatusCode);
        Assert.Equal([new Wish(Question: "is there a dog ?"), new Wish(Key: "M")], wishes);
    }

    [Theory]
    [InlineData("\"a dog ?\"", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("{}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("not JSON", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("\"\"", "application/json", HttpStatusCode.BadRequest)]
    public async Task Post_AnythingElse_IsRefused(string body, string type, HttpStatusCode expected)
    {
        Start();

        using var response = await client.PostAsync("/ask", new StringContent(body, Encoding.UTF8, type));

        Assert.Equal(expected, response.StatusCode);
        Assert.Empty(wishes);
    }

    [Fact]
    public async Task Post_EndlessQuestion_IsRefused()
    {
        Start();

        using var response = await client.PostAsJsonAsync("/ask", new string('a', 100_000));

        Assert.Contains(response.StatusCode, new[] { HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge });
        Assert.Empty(wishes);
    }

    [Fact]
    public void Construct_PortInUse_SaysSoInOneLine()
    {
        Start();
        var taken = ServeAddress.Parse($"127.0.0.1:{server!.Url.Port}");

        var fault = Assert.Throws<UserException>(() => Server(taken, null));

        Assert.StartsWith($"--serve {taken}: another program uses that port", fault.Message);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void Construct_OtherMachinesWithoutToken_IsRefused() =>
        Assert.Contains("--token", Assert.Throws<UserException>(() => Server(ServeAddress.Parse("0.0.0.0:0"), null)).Message);

    [Fact]
    public async Task Dispose_ViewersConnected_EndsTheirStreamsSoon()
    {
        Start();
        await using Stream view = await client.GetStreamAsync("/view.mjpg"), log = await client.GetStreamAsync("/events");

        var ending = Task.Run(() => Interlocked.Exchange(ref server, null)!.Dispose());

        await ending.WaitAsync(TimeSpan.FromSeconds(6));
    }

    private static async Task<string> Some(Stream stream)
    {
        byte[] buffer = new byte[4096];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        int read = await stream.ReadAsync(buffer, patience.Token);
        Assert.True(read > 0, "the stream ended");
        return Encoding.ASCII.GetString(buffer, 0, read);
    }

    private void Start(string? token = null)
    {
        server = Server(ServeAddress.Parse("127.0.0.1:0"), token);
        client.BaseAddress = server.Url;
    }

    private ViewerServer Server(ServeAddress address, string? token) => new(address, token, pictures, events, () => new { Fps = 30 }, wish =>
    {
        wishes.Add(wish);
        return true;
    });
}
