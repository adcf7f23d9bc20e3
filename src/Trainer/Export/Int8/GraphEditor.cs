using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using VlDistill.Trainer.Export.Onnx;
using ElementType = VlDistill.Trainer.Export.Onnx.TensorProto.Types.DataType;

namespace VlDistill.Trainer.Export.Int8;

/// <summary>An exported graph with its weights at hand, open to changes.</summary>
public sealed class GraphEditor
{
    /// <summary>Tensors of fewer bytes stay inside the graph.</summary>
    private const int Small = 1024;

    private readonly ModelProto model;
    private readonly byte[] stored;
    private readonly Dictionary<string, TensorProto> initializers;

    /// <param name="path">The graph.</param>
    /// <param name="weights">The external-data file it refers to.</param>
    public GraphEditor(string path, string weights)
    {
        using var file = File.OpenRead(path);
        model = ModelProto.Parser.ParseFrom(file);
        stored = File.ReadAllBytes(weights);
        initializers = model.Graph.Initializer.ToDictionary(t => t.Name);
    }

    public IList<NodeProto> Nodes => model.Graph.Node;

    public IEnumerable<NodeProto> Readers(string value) => Nodes.Where(n => n.Input.Contains(value));

    /// <summary>A trained tensor behind a value, as float32, through a cast and a transposition; null where the value is computed.</summary>
    public (string Name, float[] Values, long[] Shape)? Weight(string value)
    {
        if (initializers.TryGetValue(value, out var tensor)) return (value, Floats(tensor), [.. tensor.Dims]);
        if (Nodes.FirstOrDefault(n => n.Output.Contains(value)) is not { OpType: "Cast" or "Transpose" } maker || Weight(maker.Input[0]) is not { } source) return null;
        if (maker.OpType == "Cast") return source;
        var (rows, columns) = (source.Shape[0], source.Shape[1]);
        var turned = new float[source.Values.Length];
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++) turned[c * rows + r] = source.Values[r * columns + c];
        return (source.Name + ".T", turned, [columns, rows]);
    }

    /// <summary>Adds a constant; graphs that share a weights file must mean the same by the same name.</summary>
    public string Add<T>(string name, ElementType type, T[] values, params long[] shape) where T : unmanaged
    {
        if (initializers.ContainsKey(name)) return name;
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<T>(values)), Dims = { shape } };
        model.Graph.Initializer.Add(tensor);
        initializers.Add(name, tensor);
        return name;
    }

    /// <summary>Puts a node before another one and returns its outputs.</summary>
    public string[] Insert(NodeProto before, string op, string[] inputs, int outputs = 1, params (string Name, long Value)[] attributes)
    {
        var node = new NodeProto { OpType = op, Name = $"{op}_int8_{Nodes.Count}", Input = { inputs } };
        for (var i = 0; i < outputs; i++) node.Output.Add($"{node.Name}_{i}");
        node.Attribute.Add(attributes.Select(a => new AttributeProto { Name = a.Name, Type = AttributeProto.Types.AttributeType.Int, I = a.Value }));
        Nodes.Insert(Nodes.IndexOf(before), node);
        return [.. node.Output];
    }

    /// <summary>Makes inner values readable from outside.</summary>
    public void Expose(IEnumerable<string> values) => model.Graph.Output.Add(values.Where(v => model.Graph.Output.All(o => o.Name != v)).Select(v =>
        new ValueInfoProto { Name = v, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)ElementType.Float } } }));

    /// <summary>Writes the graph, still reading the weights file it was read with.</summary>
    public void Save(string path)
    {
        using var file = File.Create(path);
        model.WriteTo(file);
    }

    /// <summary>Writes the graph without what nothing reads any more; large tensors go to another weights file, which its owner saves.</summary>
    public void Save(string path, WeightsFile weights)
    {
        while (Nodes.FirstOrDefault(n => n.Output.All(o => !Readers(o).Any() && model.Graph.Output.All(g => g.Name != o))) is { } unused) Nodes.Remove(unused);
        var read = Nodes.SelectMany(n => n.Input).ToHashSet();
        foreach (var unread in model.Graph.Initializer.Where(t => !read.Contains(t.Name)).ToArray()) model.Graph.Initializer.Remove(unread);
        foreach (var tensor in model.Graph.Initializer)
        {
            var bytes = Bytes(tensor);
            if (bytes.Length < Small && tensor.DataLocation != TensorProto.Types.DataLocation.External) continue;
            var (offset, length) = weights.Add(tensor.Name, bytes);
            tensor.ClearRawData();
            tensor.DataLocation = TensorProto.Types.DataLocation.External;
            tensor.ExternalData.Clear();
            tensor.ExternalData.Add([Entry("location", weights.FileName), Entry("offset", $"{offset}"), Entry("length", $"{length}")]);
        }
        Save(path);

        static StringStringEntryProto Entry(string key, string value) => new() { Key = key, Value = value };
    }

    private ReadOnlySpan<byte> Bytes(TensorProto tensor)
    {
        if (tensor.DataLocation != TensorProto.Types.DataLocation.External) return tensor.RawData.Span;
        var entries = tensor.ExternalData.ToDictionary(e => e.Key, e => e.Value);
        return stored.AsSpan(Number("offset"), Number("length"));

        int Number(string key) => int.Parse(entries[key], CultureInfo.InvariantCulture);
    }

    private float[] Floats(TensorProto tensor)
    {
        if (tensor.FloatData.Count > 0) return [.. tensor.FloatData];
        var bytes = Bytes(tensor);
        return tensor.DataType == (int)ElementType.Float16
            ? [.. MemoryMarshal.Cast<byte, Half>(bytes).ToArray().Select(h => (float)h)]
            : MemoryMarshal.Cast<byte, float>(bytes).ToArray();
    }
}
