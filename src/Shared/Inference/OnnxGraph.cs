using Microsoft.ML.OnnxRuntime;

namespace VlDistill.Inference;

/// <summary>A tensor a graph must have: its name, type and sizes; -1 = any size.</summary>
public readonly record struct Port(string Name, Type Type, params int[] Shape)
{
    public static Port Float(string name, params int[] shape) => new(name, typeof(float), shape);

    public static Port Int64(string name, params int[] shape) => new(name, typeof(long), shape);

    public override string ToString() => $"{Name} {Type.Name} [{string.Join(',', Shape.Select(s => s < 0 ? "?" : $"{s}"))}]";
}

/// <summary>One ONNX file in memory, checked against the tensors the caller will use. Safe to run from several threads.</summary>
public sealed class OnnxGraph : IDisposable
{
    private readonly InferenceSession session;
    private readonly RunOptions run = new();
    private readonly string[] inputs;
    private readonly string[] outputs;

    /// <exception cref="UserException">The file cannot be loaded or lacks a tensor; the message names both.</exception>
    public OnnxGraph(string path, Device device, int threads, Port[] inputs, Port[] outputs)
    {
        try
        {
            using var options = device.Options(threads);
            session = new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new UserException($"{path}: ONNX Runtime cannot load it: {Reason(e)}; export the bundle again", e);
        }
        try
        {
            Check(path, "input", inputs, session.InputMetadata);
            Check(path, "output", outputs, session.OutputMetadata);
        }
        catch
        {
            Dispose();
            throw;
        }
        this.inputs = [.. inputs.Select(p => p.Name)];
        this.outputs = [.. outputs.Select(p => p.Name)];
    }

    /// <summary>Sizes of an input as the file states them, -1 where they may vary.</summary>
    public int[] InputShape(string name) => session.InputMetadata[name].Dimensions;

    /// <summary>Sizes of an output as the file states them, -1 where they may vary.</summary>
    public int[] OutputShape(string name) => session.OutputMetadata[name].Dimensions;

    /// <summary>Runs once; values in the order of the ports. The caller disposes the result.</summary>
    public IDisposableReadOnlyCollection<OrtValue> Run(params OrtValue[] values) => session.Run(run, inputs, values, outputs);

    public void Dispose()
    {
        session.Dispose();
        run.Dispose();
    }

    /// <summary>The runtime's own words without the path, which our message already has.</summary>
    private static string Reason(Exception e)
    {
        var line = Device.FirstLine(e);
        var at = line.IndexOf("failed:", StringComparison.Ordinal);
        return (at < 0 ? line : line[(at + "failed:".Length)..]).TrimEnd('.');
    }

    private static void Check(string path, string kind, Port[] ports, IReadOnlyDictionary<string, NodeMetadata> present)
    {
        foreach (var port in ports)
        {
            if (!present.TryGetValue(port.Name, out var found))
                throw new UserException($"{path}: has no {kind} '{port.Name}' (it has {string.Join(", ", present.Keys)}); export the bundle again");
            var fits = found.IsTensor && found.ElementType == port.Type && found.Dimensions.Length == port.Shape.Length
                && found.Dimensions.Zip(port.Shape).All(d => d.First < 0 || d.Second < 0 || d.First == d.Second);
            if (!fits)
            {
                var shape = string.Join(',', found.Dimensions.Select(s => s < 0 ? "?" : $"{s}"));
                throw new UserException($"{path}: {kind} {port.Name} is {found.ElementType.Name} [{shape}], this program needs {port}; export the bundle again");
            }
        }
        if (kind == "input" && present.Keys.Except(ports.Select(p => p.Name)).FirstOrDefault() is { } extra)
            throw new UserException($"{path}: has an input '{extra}' this program does not know; export the bundle again");
    }
}
