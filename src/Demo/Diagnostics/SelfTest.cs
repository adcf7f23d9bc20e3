using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;
using Silk.NET.OpenGL;
using VlDistill.Demo.Graphics;
using VlDistill.Demo.Windowing;

namespace VlDistill.Demo.Diagnostics;

/// <summary>One small operation in each native library, with the answer checked.</summary>
public static class SelfTest
{
    /// <summary>Name and body; a body returns a line to print and throws <see cref="UserException"/> on a wrong answer.</summary>
    public static IReadOnlyList<(string Name, Func<string> Check)> Checks { get; } =
        [("picture resize", ResizePicture), ("ONNX add", AddTensors), ("GL clear", ClearTarget)];

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

    private static string ClearTarget()
    {
        using var window = new DemoWindow("self-test", 64, 64, visible: false);
        using var target = new RenderTarget(window.Gl, 2, 2);
        target.Bind();
        window.Gl.ClearColor(1, 0, 0.2f, 1);
        window.Gl.Clear(ClearBufferMask.ColorBufferBit);
        byte[] pixels = new byte[16];
        target.Read(pixels);
        return pixels is [255, 0, 51, 255, ..]
            ? "ok, " + window.Gl.GetStringS(StringName.Renderer)
            : throw new UserException("OpenGL did not clear to the colour asked for; update the graphics driver");
    }
}
