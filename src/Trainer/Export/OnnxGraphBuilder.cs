using Google.Protobuf;
using TorchSharp;
using VlDistill.Trainer.Export.Onnx;
using ElementType = VlDistill.Trainer.Export.Onnx.TensorProto.Types.DataType;

namespace VlDistill.Trainer.Export;

/// <summary>Builds one ONNX graph node by node; values are their names, so a module's <c>Emit</c> reads like its <c>forward</c>.</summary>
public sealed class OnnxGraphBuilder(string name, WeightsFile weights)
{
    /// <summary>The operator set the files declare.</summary>
    public const int Opset = 18;

    private readonly GraphProto graph = new() { Name = name };
    private readonly Dictionary<string, string> constants = [];
    private int count;

    /// <summary>Declares an input; a dimension is a number or a free name.</summary>
    public string Input(string input, ElementType type, params object[] shape)
    {
        graph.Input.Add(ValueInfo(input, type, shape));
        return input;
    }

    /// <summary>Declares an output that carries <paramref name="value"/> under its public name.</summary>
    public void Output(string value, string output, ElementType type, params object[] shape)
    {
        var node = new NodeProto { OpType = "Identity", Name = $"Identity_{count++}", Input = { value }, Output = { output } };
        graph.Node.Add(node);
        graph.Output.Add(ValueInfo(output, type, shape));
    }

    /// <summary>Adds a node with one output and returns the output's name.</summary>
    public string Node(string op, string[] inputs, params (string Name, object Value)[] attributes) => Nodes(op, inputs, 1, attributes)[0];

    /// <summary>Adds a node with several outputs.</summary>
    public string[] Nodes(string op, string[] inputs, int outputs, params (string Name, object Value)[] attributes)
    {
        var node = new NodeProto { OpType = op, Name = $"{op}_{count++}" };
        node.Input.Add(inputs);
        for (var i = 0; i < outputs; i++) node.Output.Add($"{node.Name}_{i}");
        node.Attribute.Add(attributes.Select(a => Attribute(a.Name, a.Value)));
        graph.Node.Add(node);
        return [.. node.Output];
    }

    /// <summary>A trained tensor, kept in the shared weights file; half-precision ones are cast to float32 in the graph.</summary>
    public string Weight(string weight, torch.Tensor tensor)
    {
        if (constants.TryGetValue(weight, out var known)) return known;
        var stored = weights.Add(weight, tensor);
        var proto = new TensorProto
        {
            Name = weight,
            DataType = (int)(stored.Half ? ElementType.Float16 : ElementType.Float),
            DataLocation = TensorProto.Types.DataLocation.External,
            Dims = { stored.Shape },
            ExternalData =
            {
                new StringStringEntryProto { Key = "location", Value = weights.FileName },
                new StringStringEntryProto { Key = "offset", Value = $"{stored.Offset}" },
                new StringStringEntryProto { Key = "length", Value = $"{stored.Length}" },
            },
        };
        graph.Initializer.Add(proto);
        return constants[weight] = stored.Half ? Cast(weight, ElementType.Float) : weight;
    }

    /// <summary>A small float constant inside the graph; no dimensions means a scalar.</summary>
    public string Constant(float[] values, params long[] shape) => Constant($"f{Key(shape)}:{Key(values)}", () => new TensorProto
    {
        DataType = (int)ElementType.Float,
        Dims = { shape },
        FloatData = { values },
    });

    /// <summary>A small int64 constant inside the graph; no dimensions means a scalar.</summary>
    public string Constant(long[] values, params long[] shape) => Constant($"i{Key(shape)}:{Key(values)}", () => new TensorProto
    {
        DataType = (int)ElementType.Int64,
        Dims = { shape },
        Int64Data = { values },
    });

    /// <summary>A scalar float.</summary>
    public string Scalar(double value) => Constant([(float)value], []);

    /// <summary>A one-dimensional int64 constant: shapes, axes, starts and ends.</summary>
    public string Ints(params long[] values) => Constant(values, values.Length);

    /// <summary>Element type conversion.</summary>
    public string Cast(string value, ElementType type) => Node("Cast", [value], ("to", (long)type));

    /// <summary>Writes the graph; the weights file is saved once, by its owner.</summary>
    public void Save(string path)
    {
        var model = new ModelProto
        {
            IrVersion = 8,
            ProducerName = "VlDistill",
            Graph = graph,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = Opset } },
        };
        using var file = File.Create(path);
        model.WriteTo(file);
    }

    private static string Key<T>(T[] values) => string.Join(',', values);

    private string Constant(string key, Func<TensorProto> make)
    {
        if (constants.TryGetValue(key, out var known)) return known;
        var tensor = make();
        tensor.Name = $"constant_{count++}";
        graph.Initializer.Add(tensor);
        return constants[key] = tensor.Name;
    }

    private static AttributeProto Attribute(string name, object value) => value switch
    {
        long i => new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = i },
        int i => new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = i },
        double f => new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = (float)f },
        string s => new() { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(s) },
        long[] ints => new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { ints } },
        _ => throw new ArgumentException($"attribute {name} is a {value.GetType().Name}"),
    };

    private static ValueInfoProto ValueInfo(string name, ElementType type, object[] shape)
    {
        var dimensions = new TensorShapeProto();
        dimensions.Dim.Add(shape.Select(d => d is string free
            ? new TensorShapeProto.Types.Dimension { DimParam = free }
            : new TensorShapeProto.Types.Dimension { DimValue = Convert.ToInt64(d) }));
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dimensions };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
