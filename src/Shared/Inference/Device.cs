using Microsoft.ML.OnnxRuntime;
using VlDistill.Diagnostics;

namespace VlDistill.Inference;

/// <summary>Where networks run, and why.</summary>
/// <param name="Name">cpu or cuda.</param>
/// <param name="Note">One line for people: what was chosen and, after a fall-back, why.</param>
public sealed record Device(string Name, string Note)
{
    public static readonly Device Cpu = new("cpu", "ONNX Runtime on the CPU");

    /// <summary>Where a tensor stays that only another graph reads.</summary>
    internal OrtMemoryInfo Kept { get; private init; } = OrtMemoryInfo.DefaultInstance;

    /// <summary>Where the runtime writes what C# reads: on CUDA pinned memory, which the card fills without a detour.</summary>
    internal OrtMemoryInfo Readable { get; private init; } = OrtMemoryInfo.DefaultInstance;

    /// <summary>Whether inputs are copied to a card when they are bound.</summary>
    internal bool Copies => Name == "cuda";

    /// <summary>Turns auto, cpu or cuda into a device that works; without a usable CUDA that is the CPU, and the note says so.</summary>
    /// <exception cref="UserException">Another word.</exception>
    public static Device Choose(string wish)
    {
        if (wish is not ("auto" or "cpu" or "cuda")) throw new UserException($"--device {wish}: give auto, cpu or cuda");
        if (wish == "cpu") return Cpu;
        try
        {
            return Cuda();
        }
        // A runtime built without CUDA lacks the entry point; one built with it fails to load its libraries.
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException or OnnxRuntimeException or InvalidOperationException)
        {
            return wish == "auto" ? Cpu : Cpu with { Note = $"CUDA cannot be used ({FirstLine(e)}): ONNX Runtime on the CPU" };
        }
    }

    /// <summary>Options for a network on this device.</summary>
    /// <param name="threads">CPU threads inside one run.</param>
    public SessionOptions Options(int threads)
    {
        var options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        // Idle worker threads would otherwise spin on the cores the renderer and the other model need.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        if (Name == "cuda") options.AppendExecutionProvider_CUDA(0);
        return options;
    }

    internal static string FirstLine(Exception e) => e.Message.Split('\n', 2)[0].Trim();

    /// <summary>The first card, tried out with a small network; its results in pinned memory where that works.</summary>
    private static Device Cuda()
    {
        var plain = new Device("cuda", "ONNX Runtime on CUDA device 0")
        {
            Kept = new OrtMemoryInfo(OrtMemoryInfo.allocatorCUDA, OrtAllocatorType.DeviceAllocator, 0, OrtMemType.Default),
        };
        var pinned = plain with
        {
            Note = plain.Note + ", results in pinned memory",
            Readable = new OrtMemoryInfo(OrtMemoryInfo.allocatorCUDA_PINNED, OrtAllocatorType.DeviceAllocator, 0, OrtMemType.CpuOutput),
        };
        try
        {
            pinned.TryOut();
            return pinned;
        }
        catch (Exception e) when (e is OnnxRuntimeException or InvalidOperationException)
        {
            plain.TryOut();
            return plain;
        }
    }

    /// <summary>Adds twice, the first sum staying on the device, as features do between graphs.</summary>
    private void TryOut()
    {
        using var options = Options(1);
        using var session = new InferenceSession(AddModel.Bytes, options);
        using var run = new RunOptions();
        using var one = OrtValue.CreateTensorValueFromMemory(new float[] { 1, 2 }, [2]);
        using var first = Add(one, Kept);
        using var second = Add(first[0], Readable);
        if (second[0].GetTensorDataAsSpan<float>() is not [3, 6]) throw new InvalidOperationException("it adds 1 2 and 1 2 and 1 2 wrongly");

        IDisposableReadOnlyCollection<OrtValue> Add(OrtValue a, OrtMemoryInfo to)
        {
            using var binding = session.CreateIoBinding();
            binding.BindInput("a", a);
            binding.BindInput("b", one);
            binding.BindOutputToDevice("c", to);
            return session.RunWithBoundResults(run, binding);
        }
    }
}
