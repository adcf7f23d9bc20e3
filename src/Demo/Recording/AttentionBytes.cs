using System.Buffers.Text;

namespace VlDistill.Demo.Recording;

/// <summary>Attention weights in [0, 1] as text: base64 of one byte round(255 √a) each; the root keeps small weights apart.</summary>
public static class AttentionBytes
{
    /// <summary>Null for no weights.</summary>
    public static string? Encode(ReadOnlySpan<float> weights)
    {
        if (weights.IsEmpty) return null;
        byte[] bytes = new byte[weights.Length];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)MathF.Round(255 * MathF.Sqrt(Math.Clamp(weights[i], 0, 1)));
        return Convert.ToBase64String(bytes);
    }

    /// <summary>The weights, or null where the text is absent, damaged or does not hold exactly <paramref name="count"/> of them.</summary>
    public static float[]? Decode(string? text, int count)
    {
        if (text is null || !Base64.IsValid(text, out int length) || length != count) return null;
        return [.. Convert.FromBase64String(text).Select(b => b / 255f * (b / 255f))];
    }
}
