using Microsoft.ML.OnnxRuntime;
using VlDistill.Inference;

namespace VlDistill.Tests.Inference;

public sealed class OnnxGraphTests : IDisposable
{
    private static readonly Port[] outputs =
        [Port.Float("square", -1) with { StaysOnDevice = true }, Port.Float("root", -1), Port.Float("absent", -1) with { IsOptional = true }];

    private readonly TemporaryFolder folder = new();
    private readonly OnnxGraph graph;

    public OnnxGraphTests()
    {
        var path = folder.File("graph.onnx");
        new TinyGraph().Input<float>("x", -1).Output<float>("square", -1).Output<float>("root", -1)
            .Node("Mul", ["x", "x"], "square").Node("Sqrt", ["x"], "root").Save(path);
        graph = new OnnxGraph(path, Device.Cpu, 1, [Port.Float("x", -1)], outputs);
    }

    public void Dispose()
    {
        graph.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Run_AgainWithAnotherSize_LeavesTheEarlierResultAlone()
    {
        using var first = Run(4, 9);
        using var second = Run(16, 25, 36);

        Assert.Equal([16f, 81], first[0].GetTensorDataAsSpan<float>());
        Assert.Equal([2f, 3], first[1].GetTensorDataAsSpan<float>());
        Assert.Equal([4f, 5, 6], second[1].GetTensorDataAsSpan<float>());
    }

    [Fact]
    public void Run_AbsentOptionalOutput_GivesTheOthers()
    {
        using var result = Run(1);

        Assert.Equal(2, result.Count);
        Assert.True(graph.Gives("root"));
        Assert.False(graph.Gives("absent"));
    }

    [Fact]
    public void Run_OneGraphsOutputAsInput_NeedsNoCopy()
    {
        using var first = Run(2, 3);
        using var second = graph.Run(first[0]);
        using var read = graph.RunToRead(first[0]);

        Assert.Equal([16f, 81], second[0].GetTensorDataAsSpan<float>());
        Assert.Equal([16f, 81], read[0].GetTensorDataAsSpan<float>());
    }

    [Fact]
    public void Run_ManyThreads_KeepTheirResultsApart() => Parallel.For(1, 200, i =>
    {
        using var result = Run(i, 4 * i);

        Assert.Equal([(float)i * i, 16f * i * i], result[0].GetTensorDataAsSpan<float>());
    });

    [Fact]
    public void Run_AnyThread_CountsItsOwnTime()
    {
        var before = InferenceTime.Ticks;
        using var result = Run(1);
        var spent = InferenceTime.Ticks - before;
        long elsewhere = -1;
        var other = new Thread(() => elsewhere = InferenceTime.Ticks);
        other.Start();
        other.Join();

        Assert.True(spent > 0);
        Assert.Equal(0, elsewhere);
    }

    private IDisposableReadOnlyCollection<OrtValue> Run(params float[] values)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(values, [values.Length]);
        return graph.Run(input);
    }
}
