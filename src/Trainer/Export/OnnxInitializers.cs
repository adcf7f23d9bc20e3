using Google.Protobuf;
using TorchSharp;
using VlDistill.Trainer.Export.Onnx;
using VlDistill.Trainer.Models;

namespace VlDistill.Trainer.Export;

/// <summary>Starts a network from another network's ONNX file: the kernels of its convolutions, in graph order.</summary>
public static class OnnxInitializers
{
    /// <summary>Copies the file's first convolutions into the trunk's, in order; a classifier at the file's end is left over.</summary>
    /// <exception cref="UserException">The file cannot be read, ends too early or has another shape at some layer.</exception>
    public static void Load(string path, Trunk trunk)
    {
        var model = Read(path);
        var tensors = model.Graph.Initializer.ToDictionary(t => t.Name);
        var convolutions = model.Graph.Node.Where(n => n.OpType == "Conv").ToArray();
        var layers = trunk.Convolutions.ToArray();
        if (convolutions.Length < layers.Length)
            throw new UserException($"{path}: has {convolutions.Length} convolutions, the network needs {layers.Length}; use the file the network was made after");
        using var _ = torch.no_grad();
        foreach (var (layer, node, index) in layers.Zip(convolutions).Select((pair, i) => (pair.First, pair.Second, i)))
        {
            Copy(path, index, Find(path, tensors, node.Input[1]), layer.Weight);
            Copy(path, index, Find(path, tensors, node.Input[2]), layer.Bias);
        }
    }

    private static ModelProto Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return ModelProto.Parser.ParseFrom(file);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new UserException($"{path}: not an ONNX file ({e.Message})", e);
        }
        catch (IOException e)
        {
            throw new UserException($"{path}: cannot be read ({e.Message}); give the pretrained network's path", e);
        }
    }

    private static TensorProto Find(string path, Dictionary<string, TensorProto> tensors, string name) =>
        tensors.TryGetValue(name, out var tensor) ? tensor : throw new UserException($"{path}: a convolution's weights ({name}) are not constants");

    private static void Copy(string path, int index, TensorProto source, torch.Tensor target)
    {
        if (!source.Dims.SequenceEqual(target.shape))
            throw new UserException($"{path}: convolution {index} is [{string.Join(", ", source.Dims)}], the network needs [{string.Join(", ", target.shape)}]");
        if (source.DataType != (int)TensorProto.Types.DataType.Float)
            throw new UserException($"{path}: convolution {index} is not float32; convert the file first");
        var values = source.FloatData.Count > 0
            ? [.. source.FloatData]
            : System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(source.RawData.Span).ToArray();
        using var tensor = torch.tensor(values, target.shape);
        target.copy_(tensor);
    }
}
