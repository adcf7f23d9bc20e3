using Microsoft.ML.OnnxRuntime;

namespace VlDistill.Inference;

/// <summary>Where networks run, and why.</summary>
/// <param name="Name">cpu or cuda.</param>
/// <param name="Note">One line for people: what was chosen and, after a fall-back, why.</param>
public sealed record Device(string Name, string Note)
{
    public static readonly Device Cpu = new("cpu", "ONNX Runtime on the CPU");

    /// <summary>Turns auto, cpu or cuda into a device that works; without a usable CUDA that is the CPU, and the note says so.</summary>
    /// <exception cref="UserException">Another word.</exception>
    public static Device Choose(string wish)
    {
        if (wish is not ("auto" or "cpu" or "cuda")) throw new UserException($"--device {wish}: give auto, cpu or cuda");
        if (wish == "cpu") return Cpu;
        try
        {
            using var options = new SessionOptions();
            options.AppendExecutionProvider_CUDA(0);
            return new Device("cuda", "ONNX Runtime on CUDA device 0");
        }
        // A runtime built without CUDA lacks the entry point; one built with it fails to load its libraries.
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException or OnnxRuntimeException)
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
}
