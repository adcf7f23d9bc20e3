using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Export;

/// <summary>Largest difference between a module and its graph, for one output.</summary>
/// <param name="Output">graph and output name.</param>
/// <param name="Difference">max |Δ| divided by max(1, max |expected|).</param>
public readonly record struct Parity(string Output, double Difference)
{
    /// <summary>Largest difference an export may show.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>Whether the export may be written.</summary>
    public bool Holds => Difference <= Tolerance;
}

/// <summary>Runs an exported graph in ONNX Runtime beside its TorchSharp module.</summary>
public sealed class ParityCheck(string path) : IDisposable
{
    private readonly InferenceSession session = new(path);

    public void Dispose() => session.Dispose();

    /// <summary>Runs the graph; float32, int64 and uint8 tensors go in and come out.</summary>
    public Dictionary<string, Tensor> Run(params (string Name, Tensor Value)[] inputs)
    {
        var values = inputs.ToDictionary(i => i.Name, i => ToOrt(i.Value));
        using var options = new RunOptions();
        using var results = session.Run(options, values, session.OutputNames);
        foreach (var value in values.Values) value.Dispose();
        return session.OutputNames.Zip(results).ToDictionary(p => p.First, p => FromOrt(p.Second));
    }

    /// <summary>Compares one output with what the module says.</summary>
    public Parity Compare(string output, Tensor actual, Tensor expected)
    {
        var name = $"{Path.GetFileName(path)} {output}";
        if (!actual.shape.SequenceEqual(expected.shape)) return new Parity(name, double.PositiveInfinity);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var difference = (actual.to(float32) - expected.to(float32)).abs().max().ToDouble();
        var scale = Math.Max(1, expected.to(float32).abs().max().ToDouble());
        return new Parity(name, double.IsNaN(difference) ? double.PositiveInfinity : difference / scale);
    }

    private static OrtValue ToOrt(Tensor value)
    {
        using var flat = value.detach().contiguous();
        return flat.dtype switch
        {
            ScalarType.Float32 => OrtValue.CreateTensorValueFromMemory(flat.data<float>().ToArray(), flat.shape),
            ScalarType.Int64 => OrtValue.CreateTensorValueFromMemory(flat.data<long>().ToArray(), flat.shape),
            ScalarType.Byte => OrtValue.CreateTensorValueFromMemory(flat.data<byte>().ToArray(), flat.shape),
            _ => throw new ArgumentException($"graphs take no {flat.dtype}"),
        };
    }

    private static Tensor FromOrt(OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        return info.ElementDataType switch
        {
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float => tensor(value.GetTensorDataAsSpan<float>().ToArray(), info.Shape),
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int64 => tensor(value.GetTensorDataAsSpan<long>().ToArray(), info.Shape),
            var other => throw new ArgumentException($"graphs give no {other}"),
        };
    }
}
