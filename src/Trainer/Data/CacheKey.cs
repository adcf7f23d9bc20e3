using System.Security.Cryptography;
using System.Text;

namespace VlDistill.Trainer.Data;

/// <summary>Short name of the things a cached file was made from.</summary>
public static class CacheKey
{
    /// <summary>The first 12 hex digits of SHA-256 over the parts.</summary>
    public static string Of(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..12];

    /// <summary>The same over a file's bytes.</summary>
    public static string OfFile(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream))[..12];
    }
}
