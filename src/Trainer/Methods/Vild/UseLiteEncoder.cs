using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using VlDistill.Datasets;
using VlDistill.Inference;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>Universal Sentence Encoder Lite (Cer et al. 2018) as an ONNX file: <c>ids</c> (L) → <c>embedding</c> (1, 512) of unit length.</summary>
public sealed class UseLiteEncoder : ISentenceEncoder
{
    private const string Network = "use-lite/use_lite_en.onnx", Pieces = "use-lite/vocab.json";

    /// <summary>Pieces at the beginning of the list that no text contains.</summary>
    private const int Reserved = 6;

    private const int MostPieces = 128;
    private readonly OnnxGraph graph;
    private readonly UnigramTokenizer tokenizer;

    /// <param name="network">The ONNX file.</param>
    /// <param name="pieces">JSON list of [piece, log-probability].</param>
    /// <exception cref="UserException">A file is absent or of another form.</exception>
    public UseLiteEncoder(string network, string pieces)
    {
        tokenizer = new UnigramTokenizer(Read(pieces), Reserved);
        graph = new OnnxGraph(network, Device.Cpu, 1, [Port.Int64("ids", -1)], [Port.Float("embedding", 1, -1)]);
        Width = graph.OutputShape("embedding")[1];
    }

    public int Width { get; }

    /// <summary>Opens the files below <c>--data weights=DIR</c>.</summary>
    /// <exception cref="UserException">They are not there.</exception>
    public static UseLiteEncoder Open(Data.DataFolders data) => new(data.Weight(Network), data.Weight(Pieces));

    public float[][] Embed(IReadOnlyList<string> phrases) => [.. phrases.Select(Embed)];

    /// <summary>The ids of the pieces of a text, at most 128.</summary>
    public int[] Tokens(string text) => [.. tokenizer.Encode(text).Take(MostPieces)];

    public void Dispose() => graph.Dispose();

    private float[] Embed(string phrase)
    {
        long[] ids = [.. Tokens(phrase).Select(id => (long)id)];
        if (ids.Length == 0) throw new UserException("an empty phrase has no embedding; give at least one word");
        using var input = OrtValue.CreateTensorValueFromMemory(ids, [ids.Length]);
        using var outputs = graph.Run(input);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static (string, float)[] Read(string path)
    {
        var list = JsonFile.Read<JsonElement[]>(path);
        try
        {
            // The published list has null where a piece holds a colon: such pieces are left out, a colon is unknown.
            return [.. list.Select(p => (p[0].GetString()!, p[1].ValueKind == JsonValueKind.Null ? float.NaN : p[1].GetSingle()))];
        }
        catch (Exception e) when (e is InvalidOperationException or IndexOutOfRangeException or FormatException)
        {
            throw new UserException($"{path}: not a list of [piece, log-probability]", e);
        }
    }
}
