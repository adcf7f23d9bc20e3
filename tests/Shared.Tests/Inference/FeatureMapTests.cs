using Microsoft.ML.OnnxRuntime;
using VlDistill.Inference;

namespace VlDistill.Tests.Inference;

public sealed class FeatureMapTests
{
    private int freed;

    [Fact]
    public void Dispose_OneOfTwoHandles_LeavesTheMemoryToTheOther()
    {
        var first = Counted();
        var second = first.Share();

        first.Dispose();
        first.Dispose();

        Assert.Equal(0, freed);
        Assert.Throws<ObjectDisposedException>(() => first.Value);
        Assert.Throws<ObjectDisposedException>(first.Share);
        Assert.Equal([1f, 2, 3, 4], second.Value.GetTensorDataAsSpan<float>());
        second.Dispose();
        Assert.Equal(1, freed);
    }

    [Fact]
    public void Dispose_ManyReadersAtOnce_FreesOnceAfterTheLast()
    {
        var map = Counted();

        Parallel.For(0, 200, _ =>
        {
            using var mine = map.Share();
            Assert.Equal(4f, mine.Value.GetTensorDataAsSpan<float>()[3]);
        });

        Assert.Equal(0, freed);
        map.Dispose();
        Assert.Equal(1, freed);
    }

    private FeatureMap Counted() => new(OrtValue.CreateTensorValueFromMemory(new float[] { 1, 2, 3, 4 }, [1, 1, 2, 2]), () => freed++);
}
