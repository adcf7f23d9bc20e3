using System.Net;
using System.Net.Sockets;
using OpenCvSharp;

namespace VlDistill.Demo.Tests.Capture;

/// <summary>A network camera on this machine: MJPEG over HTTP, as real ones send it.</summary>
internal sealed class MjpegServer : IDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;
    private readonly byte[] picture;

    /// <param name="port">0 for any free one.</param>
    public MjpegServer(int port = 0)
    {
        using var image = new Mat(48, 64, MatType.CV_8UC3, new Scalar(40, 80, 200));
        Cv2.ImEncode(".jpg", image, out picture);
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        serving = Task.Run(Serve);
    }

    public int Port { get; }

    /// <summary>While true connections stay open and nothing more comes.</summary>
    public volatile bool Silent;

    public void Dispose()
    {
        stop.Cancel();
        listener.Stop();
        serving.Wait(TimeSpan.FromSeconds(5));
        stop.Dispose();
    }

    private async Task Serve()
    {
        var clients = new List<Task>();
        try
        {
            while (!stop.IsCancellationRequested) clients.Add(Send(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(clients);
        }
    }

    private async Task Send(TcpClient client)
    {
        using var open = client;
        try
        {
            var stream = client.GetStream();
            await stream.WriteAsync("HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n"u8.ToArray(), stop.Token);
            while (true)
            {
                if (!Silent)
                {
                    await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {picture.Length}\r\n\r\n"), stop.Token);
                    await stream.WriteAsync(picture, stop.Token);
                    await stream.WriteAsync("\r\n"u8.ToArray(), stop.Token);
                }

                await Task.Delay(20, stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
        }
    }
}
