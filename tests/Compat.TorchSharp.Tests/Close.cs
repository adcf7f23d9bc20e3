using TorchSharp;
using static TorchSharp.torch;

namespace VlDistill.Compat.Torch;

/// <summary>Comparison of a tensor with expected numbers and shape.</summary>
internal static class Close
{
    internal static void To(float[] expected, Tensor actual, double tolerance = 1e-5)
    {
        using var packed = actual.to_type(ScalarType.Float32);
        var values = packed.data<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance, $"[{i}] expected {expected[i]}, got {values[i]} in [{string.Join(", ", values)}]");
        }
    }
}
