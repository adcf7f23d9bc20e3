using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace VlDistill.Demo.Serving;

/// <summary>Who may watch. On loopback only requests that name this machine, so that no web site reaches the demo through a name of its own (DNS rebinding); elsewhere, and where one is set, only with the token.</summary>
public sealed class Access(bool loopback, string? token)
{
    private const string Cookie = "vldistill-token";
    private readonly byte[]? expected = token is null ? null : Hash(token);

    /// <summary>Refuses or lets through; a token given in the address moves into a cookie.</summary>
    public async Task Check(HttpContext context, RequestDelegate next)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        if (loopback && !NamesThisMachine(request.Host.Host))
        {
            await Refuse(response, StatusCodes.Status403Forbidden, $"refused: this demo answers to 127.0.0.1 and localhost, not to '{request.Host.Host}'");
            return;
        }

        if (expected is not null && request.Path != "/healthz")
        {
            string? given = request.Query["token"];
            if (!Matches(given) && !Matches(Bearer(request)) && !Matches(request.Cookies[Cookie]))
            {
                await Refuse(response, StatusCodes.Status401Unauthorized, "this view needs the token the demo was started with: add ?token=… to the address");
                return;
            }

            if (given is not null) response.Cookies.Append(Cookie, given, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict });
        }

        await next(context);
    }

    private static bool NamesThisMachine(string host) => host is "127.0.0.1" or "localhost" or "[::1]";

    private static string? Bearer(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : null;

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static Task Refuse(HttpResponse response, int code, string reason)
    {
        response.StatusCode = code;
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(reason + "\n");
    }

    // Equal lengths and a comparison in constant time: how long it takes tells nothing about the token.
    private bool Matches(string? given) => given is not null && CryptographicOperations.FixedTimeEquals(Hash(given), expected);
}
