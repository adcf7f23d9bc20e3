using VlDistill.Demo.Recording;

namespace VlDistill.Demo.Tests.Recording;

public sealed class AttentionBytesTests
{
    [Fact]
    public void Encode_Weights_AreRootsOfTheirBytes() =>
        Assert.Equal([0, 255, 128, 16], Convert.FromBase64String(AttentionBytes.Encode([0, 1, 0.25f, 0.004f])!));

    [Fact]
    public void Decode_Encoded_IsCloseToTheWeights()
    {
        float[] weights = [.. Enumerable.Range(0, 100).Select(i => i * i / 1e4f)];

        float[] decoded = AttentionBytes.Decode(AttentionBytes.Encode(weights), 100)!;

        Assert.All(weights.Zip(decoded), pair => Assert.Equal(pair.First, pair.Second, 0.005f));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("AAA=")]
    [InlineData("not base64")]
    public void Decode_AbsentShortOrDamaged_IsNull(string? text) => Assert.Null(AttentionBytes.Decode(text, 3));

    [Fact]
    public void Encode_Nothing_IsNull() => Assert.Null(AttentionBytes.Encode([]));
}
