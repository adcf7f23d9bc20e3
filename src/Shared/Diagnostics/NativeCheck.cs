using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;

namespace VlDistill.Diagnostics;

/// <summary>One small operation in a native library: <paramref name="Run"/> returns a line to print and throws when the library is missing or answers wrongly.</summary>
public sealed record NativeCheck(string Name, Func<string> Run)
{
    /// <summary>Shrinks a 2×2 picture to its mean.</summary>
    public static NativeCheck PictureResize { get; } = new("picture resize", ResizePicture);

    /// <summary>Runs a model of one node, c = a + b.</summary>
    public static NativeCheck OnnxAdd { get; } = new("ONNX add", AddTensors);

    /// <summary>Runs every check, one line each, also after a failure; <see cref="ExitCode.Failure"/> if any failed.</summary>
    /// <remarks>A missing library surfaces as one of several loader exceptions, so that here every kind counts as the check's failure.</remarks>
    public static int RunAll(IEnumerable<NativeCheck> checks, TextWriter output)
    {
        int code = ExitCode.Done;
        foreach (var check in checks)
        {
            string line;
            try
            {
                line = check.Run();
            }
            catch (Exception e)
            {
                line = $"FAILED: {(e.InnerException ?? e).Message.ReplaceLineEndings(" ")}";
                code = ExitCode.Failure;
            }

            output.WriteLine($"{check.Name}: {line}");
        }

        return code;
    }

    private static string ResizePicture()
    {
        using var source = Mat.FromPixelData(2, 2, MatType.CV_8UC1, new byte[] { 0, 100, 100, 200 });
        using var target = new Mat();
        Cv2.Resize(source, target, new Size(1, 1), 0, 0, InterpolationFlags.Area);
        byte mean = target.Get<byte>(0, 0);
        return mean == 100 ? "ok" : throw new UserException($"OpenCV resized 0 100 100 200 to {mean}, not 100; reinstall the OpenCV library");
    }

    private static string AddTensors()
    {
        using var session = new InferenceSession(AddModel.Bytes);
        using var a = OrtValue.CreateTensorValueFromMemory(new float[] { 1, 2 }, [2]);
        using var b = OrtValue.CreateTensorValueFromMemory(new float[] { 30, 40 }, [2]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, ["a", "b"], [a, b], ["c"]);
        var sum = outputs[0].GetTensorDataAsSpan<float>();
        return sum is [31, 42] ? "ok" : throw new UserException("ONNX Runtime added 1 2 and 30 40 wrongly; reinstall the ONNX Runtime library");
    }
}
