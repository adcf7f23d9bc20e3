using System.CommandLine;
using TorchSharp;
using VlDistill.Diagnostics;

namespace VlDistill.Trainer.Commands;

/// <summary><c>self-test</c>: loads every native library the trainer uses and runs one operation in each.</summary>
public sealed class SelfTestCommand : Command
{
    public SelfTestCommand()
        : base("self-test", "Multiply two tensors, resize a picture and run a small ONNX model; exit 0 when all natives work.") =>
        SetAction(_ => NativeCheck.RunAll([new("tensor product", MultiplyTensors), NativeCheck.PictureResize, NativeCheck.OnnxAdd], Console.Out));

    private static string MultiplyTensors()
    {
        using var scope = torch.NewDisposeScope();
        using var row = torch.tensor(new float[,] { { 1, 2, 3 } });
        using var column = torch.tensor(new float[,] { { 4 }, { 5 }, { 6 } });
        float product = row.matmul(column).item<float>();
        return product == 32 ? "ok" : throw new UserException($"libtorch multiplied (1 2 3) and (4 5 6) to {product}, not 32; reinstall libtorch");
    }
}
