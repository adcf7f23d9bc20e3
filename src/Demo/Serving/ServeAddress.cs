using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace VlDistill.Demo.Serving;

/// <summary>Where browsers reach the demo: <c>host:port</c>, <c>host</c> or <c>:port</c>, each part with a default.</summary>
/// <param name="Host">As it was written.</param>
/// <param name="Ip">What the host means.</param>
/// <param name="Port">0 takes any free one.</param>
public sealed record ServeAddress(string Host, IPAddress Ip, int Port)
{
    public const int DefaultPort = 8080;

    private const string Form = "write host:port, as in 127.0.0.1:8080 or 0.0.0.0:8080";

    /// <summary>True where only this machine can connect.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Ip);

    /// <summary>Reads what follows <c>--serve</c>; nothing means this machine only, port 8080.</summary>
    /// <exception cref="UserException">It is no address, or the name has none.</exception>
    public static ServeAddress Parse(string? text)
    {
        if (string.IsNullOrEmpty(text)) return new ServeAddress("127.0.0.1", IPAddress.Loopback, DefaultPort);
        if (IPEndPoint.TryParse(text, out var end) && (text.Contains('.') || text.StartsWith('['))) return new ServeAddress(end.Address.ToString(), end.Address, text.EndsWith(']') || !text.Contains(':') ? DefaultPort : end.Port);
        int colon = text.LastIndexOf(':');
        string host = colon < 0 ? text : text[..colon];
        int port = DefaultPort;
        if (colon >= 0 && !(int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535))
            throw new UserException($"--serve {text}: '{text[(colon + 1)..]}' is no port; {Form}");
        if (colon < 0 && host.All(char.IsAsciiDigit)) throw new UserException($"--serve {text}: {Form}, or :{text} for this machine only");
        return new ServeAddress(host.Length == 0 ? "127.0.0.1" : host, Resolve(text, host), port);
    }

    /// <summary>This address, for viewers with <paramref name="token"/>.</summary>
    /// <exception cref="UserException">Others can connect and there is no token.</exception>
    public ServeAddress GuardedBy(string? token) => IsLoopback || !string.IsNullOrWhiteSpace(token)
        ? this
        : throw new UserException($"--serve {this}: others could watch your camera there; choose a secret with --token WORD, or serve on 127.0.0.1");

    public override string ToString() => $"{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}";

    private static IPAddress Resolve(string text, string host)
    {
        if (host is "" or "localhost") return IPAddress.Loopback;
        if (host is "*") return IPAddress.Any;
        try
        {
            if (Uri.CheckHostName(host) is UriHostNameType.Dns && Dns.GetHostAddresses(host, AddressFamily.InterNetwork) is [var first, ..]) return first;
        }
        catch (SocketException)
        {
            // Told below, as for a name without an address.
        }

        throw new UserException($"--serve {text}: '{host}' is neither an address nor a name of this machine; {Form}");
    }
}
