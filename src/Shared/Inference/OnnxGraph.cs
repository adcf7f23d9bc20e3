using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace VlDistill.Inference;

/// <summary>One ONNX file in memory, checked against the tensors the caller will use. Safe to run from several threads.</summary>
/// <remarks>Runs through bindings: what one graph gives another stays in the device's memory, what C# reads is written where it can read it.</remarks>
public sealed class OnnxGraph : IDisposable
{
    private readonly InferenceSession session;
    private readonly RunOptions run = new();
    private readonly ConcurrentBag<OrtIoBinding> bindings = [];
    private readonly Device device;
    private readonly string[] inputs;
    private readonly Port[] outputs;

    /// <exception cref="UserException">The file cannot be loaded or lacks a tensor; the message names both.</exception>
    public OnnxGraph(string path, Device device, int threads, Port[] inputs, Port[] outputs)
    {
        this.device = device;
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
        this.outputs = [.. outputs.Where(p => session.OutputMetadata.ContainsKey(p.Name))];
    }

    /// <summary>Sizes of an input as the file states them, -1 where they may vary.</summary>
    public int[] InputShape(string name) => session.InputMetadata[name].Dimensions;

    /// <summary>Sizes of an output as the file states them, -1 where they may vary.</summary>
    public int[] OutputShape(string name) => session.OutputMetadata[name].Dimensions;

    /// <summary>Whether the file has an output; the optional ones may be absent.</summary>
    public bool Gives(string name) => session.OutputMetadata.ContainsKey(name);

    /// <summary>Runs once; values in the order of the ports that the file has. The caller disposes the result.</summary>
    public IDisposableReadOnlyCollection<OrtValue> Run(params ReadOnlySpan<OrtValue> values) => Run(values, readAll: false);

    /// <summary>Runs once with every output where C# can read it, those included that usually stay on the device.</summary>
    public IDisposableReadOnlyCollection<OrtValue> RunToRead(params ReadOnlySpan<OrtValue> values) => Run(values, readAll: true);

    public void Dispose()
    {
        while (bindings.TryTake(out var binding)) binding.Dispose();
        session.Dispose();
        run.Dispose();
    }

    private IDisposableReadOnlyCollection<OrtValue> Run(ReadOnlySpan<OrtValue> values, bool readAll)
    {
        if (!bindings.TryTake(out var binding)) binding = session.CreateIoBinding();
        try
        {
            for (var i = 0; i < inputs.Length; i++) binding.BindInput(inputs[i], values[i]);
            // Bound anew each time, or the runtime would write into the tensors of the run before, which others still read.
            foreach (var port in outputs) binding.BindOutputToDevice(port.Name, port.StaysOnDevice && !readAll ? device.Kept : device.Readable);
            if (device.Copies) binding.SynchronizeBoundInputs();
            var began = Stopwatch.GetTimestamp();
            session.RunWithBinding(run, binding);
            InferenceTime.Add(Stopwatch.GetTimestamp() - began);
            var results = binding.GetOutputValues();
            // An idle binding keeps no tensor alive.
            binding.ClearBoundInputs();
            binding.ClearBoundOutputs();
            bindings.Add(binding);
            return results;
        }
        catch
        {
            binding.Dispose();
            throw;
        }
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
            if (!present.TryGetValue(port.Name, out var found) && port.IsOptional) continue;
            if (found is null)
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
