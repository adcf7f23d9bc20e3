using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Training;

/// <summary>Tensors by name in the safetensors format: 8 bytes little-endian header length, JSON header, raw data. Python reads it with <c>safetensors.torch.load_file</c>.</summary>
public static class SafeTensors
{
    private const string MetadataKey = "__metadata__", HashKey = "sha256";
    private const int LongestHeader = 100_000_000;

    private static readonly (ScalarType Type, string Name)[] types =
    [
        (ScalarType.Float32, "F32"), (ScalarType.Float16, "F16"), (ScalarType.Float64, "F64"), (ScalarType.Int64, "I64"),
        (ScalarType.Int32, "I32"), (ScalarType.Byte, "U8"), (ScalarType.Bool, "BOOL"),
    ];

    /// <summary>Writes tensors (contiguous copies are made where needed) and text metadata, to which the data's SHA-256 is added.</summary>
    public static void Write(Stream stream, IReadOnlyList<(string Name, Tensor Value)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var scope = NewDisposeScope();
        var flat = tensors.Select(t => (t.Name, Value: t.Value.detach().contiguous())).ToList();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var header = new JsonObject { [MetadataKey] = new JsonObject(metadata.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)m.Value))) };
        long offset = 0;
        foreach (var (name, value) in flat)
        {
            var length = value.numel() * value.ElementSize;
            header[name] = new JsonObject
            {
                ["dtype"] = types.First(t => t.Type == value.dtype).Name,
                ["shape"] = new JsonArray([.. value.shape.Select(s => (JsonNode)s)]),
                ["data_offsets"] = new JsonArray(offset, offset + length),
            };
            if (length > 0) hash.AppendData(value.bytes);
            offset += length;
        }
        header[MetadataKey]![HashKey] = Convert.ToHexStringLower(hash.GetHashAndReset());
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, json.Length);
        stream.Write(prefix);
        stream.Write(json);
        foreach (var (_, value) in flat)
            if (value.numel() > 0) stream.Write(value.bytes);
    }

    /// <summary>Reads the metadata only.</summary>
    /// <exception cref="UserException">The file is damaged.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        using var stream = File.OpenRead(path);
        return Metadata(Header(stream, path));
    }

    /// <summary>Reads everything; the caller owns the tensors.</summary>
    /// <exception cref="UserException">The file is damaged: header unreadable, length or hash wrong.</exception>
    public static (IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(string path)
    {
        using var stream = File.OpenRead(path);
        var header = Header(stream, path);
        var metadata = Metadata(header);
        var tensors = new Dictionary<string, Tensor>();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            foreach (var (name, entry) in header)
            {
                if (name == MetadataKey) continue;
                var type = types.First(t => t.Name == (string)entry!["dtype"]!).Type;
                var value = empty([.. entry!["shape"]!.AsArray().Select(s => (long)s!)], type);
                tensors.Add(name, value.DetachFromDisposeScope());
                if (value.numel() == 0) continue;
                stream.ReadExactly(value.bytes);
                hash.AppendData(value.bytes);
            }
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidOperationException or NullReferenceException or FormatException)
        {
            throw Damaged(path, "it ends too early or its header does not fit", e);
        }
        if (stream.Position != stream.Length) throw Damaged(path, "it is longer than its header says");
        if (metadata.TryGetValue(HashKey, out var expected) && expected != Convert.ToHexStringLower(hash.GetHashAndReset()))
            throw Damaged(path, "its SHA-256 does not match");
        return (tensors, metadata);
    }

    private static JsonObject Header(FileStream stream, string path)
    {
        try
        {
            Span<byte> prefix = stackalloc byte[8];
            stream.ReadExactly(prefix);
            var length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
            if (length is <= 0 or > LongestHeader || length > stream.Length) throw Damaged(path, "its header's length is impossible");
            var json = new byte[length];
            stream.ReadExactly(json);
            return JsonNode.Parse(json) as JsonObject ?? throw Damaged(path, "its header is not an object");
        }
        catch (Exception e) when (e is EndOfStreamException or JsonException)
        {
            throw Damaged(path, "its header cannot be read", e);
        }
    }

    private static Dictionary<string, string> Metadata(JsonObject header) =>
        (header[MetadataKey] as JsonObject ?? []).ToDictionary(m => m.Key, m => (string?)m.Value ?? "");

    private static UserException Damaged(string path, string how, Exception? inner = null) =>
        new($"checkpoint {path} is damaged: {how}; delete it, then resume from another checkpoint or train the stage again.", inner);
}
