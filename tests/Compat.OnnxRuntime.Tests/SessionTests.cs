using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VlDistill.Compat.OnnxRuntime.Tests;

public sealed class SessionTests
{
    [Fact]
    public void Run_AddModel_GivesElementwiseSum()
    {
        using var session = new InferenceSession(AddModel.Bytes());
        var a = new DenseTensor<float>(new float[] { 1, 2, 3 }, [3]);
        var b = new DenseTensor<float>(new float[] { 10, 20, -30 }, [3]);

        using var results = session.Run([NamedOnnxValue.CreateFromTensor("a", a), NamedOnnxValue.CreateFromTensor("b", b)]);

        Assert.Equal([11, 22, -27], results.Single().AsTensor<float>().ToArray());
    }

    [Fact]
    public void Run_OrtValues_GivesElementwiseSum()
    {
        using var session = new InferenceSession(AddModel.Bytes());
        using var run = new RunOptions();
        using var a = OrtValue.CreateTensorValueFromMemory(new float[] { 1.5f }, [1]);
        using var b = OrtValue.CreateTensorValueFromMemory(new float[] { 2f }, [1]);

        using var results = session.Run(run, ["a", "b"], [a, b], ["sum"]);

        Assert.Equal([3.5f], results[0].GetTensorDataAsSpan<float>().ToArray());
    }

    [Fact]
    public void Metadata_AddModel_NamesInputsAndShapes()
    {
        using var session = new InferenceSession(AddModel.Bytes());

        Assert.Equal(["a", "b"], session.InputMetadata.Keys.Order());
        Assert.Equal([-1], session.InputMetadata["a"].Dimensions);
        Assert.Equal(typeof(float), session.OutputMetadata["sum"].ElementType);
    }

    [Fact]
    public void Run_WrongLength_ThrowsOnnxRuntimeException()
    {
        using var session = new InferenceSession(AddModel.Bytes());
        var a = new DenseTensor<float>(new float[] { 1, 2, 3 }, [3]);
        var b = new DenseTensor<float>(new float[] { 1, 2 }, [2]);

        Assert.Throws<OnnxRuntimeException>(() => session.Run([NamedOnnxValue.CreateFromTensor("a", a), NamedOnnxValue.CreateFromTensor("b", b)]));
    }

    [Fact]
    public void Constructor_DamagedModel_ThrowsOnnxRuntimeException() =>
        Assert.Throws<OnnxRuntimeException>(() => new InferenceSession(AddModel.Bytes()[..20]));

    [Fact]
    public void SessionOptions_Threads_AreKeptAndWork()
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL };
        using var session = new InferenceSession(AddModel.Bytes(), options);

        Assert.Equal(1, options.IntraOpNumThreads);
        Assert.Equal(1, options.InterOpNumThreads);
    }

    [Fact]
    public void AvailableProviders_Always_IncludeTheProcessor() =>
        Assert.Contains("CPUExecutionProvider", OrtEnv.Instance().GetAvailableProviders());

    [Fact]
    public void Session_OnLinux_RunsWithTelemetrySwitchedOff()
    {
        using var session = new InferenceSession(AddModel.Bytes());
        if (!OperatingSystem.IsLinux()) return;

        // /proc shows only what the process started with; ask the C library, as the native code does.
        Assert.Equal("1", Marshal.PtrToStringAnsi(getenv("ORT_DISABLE_TELEMETRY")));
    }

    [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false)]
    private static extern nint getenv(string name);
}
