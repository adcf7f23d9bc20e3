using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Recipes;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>CLIP's text encoder as an ONNX file: ids (1, L), perhaps a mask of ones beside them → embedding (1, D).</summary>
public sealed class ClipTextEncoder : ISentenceEncoder
{
    private const string Mask = "attention_mask";
    private readonly InferenceSession session;
    private readonly ClipTokenizer tokenizer;
    private readonly string output;
    private readonly string[] inputs;
    private readonly int context;

    /// <exception cref="UserException">A file is absent or of another form.</exception>
    public ClipTextEncoder(ClipTextSettings settings, DataFolders data)
    {
        var path = data.Weight(settings.File);
        (context, tokenizer) = (settings.Context, new ClipTokenizer(data.Weight(settings.Vocabulary), data.Weight(settings.Merges), settings.Context));
        session = CropNetwork.Load(path);
        var ids = session.InputMetadata.Keys.FirstOrDefault(k => k != Mask && session.InputMetadata[k].ElementType == typeof(long)) ?? throw new UserException($"{path}: has no input of int64 ids; it has {string.Join(", ", session.InputMetadata.Keys)}.");
        inputs = session.InputMetadata.ContainsKey(Mask) ? [ids, Mask] : [ids];
        output = settings.Output.Length > 0 ? settings.Output : session.OutputNames[0];
        if (!session.OutputMetadata.ContainsKey(output)) throw new UserException($"{path}: has no output \"{output}\"; it has {string.Join(", ", session.OutputNames)}.");
        // A file of fixed length wants texts filled up; what follows the end token is not looked at.
        IsFixed = session.InputMetadata[ids].Dimensions is [_, > 0];
        Width = Embed("a").Length;
    }

    public int Width { get; }

    private bool IsFixed { get; }

    public float[][] Embed(IReadOnlyList<string> phrases) => [.. phrases.Select(Embed)];

    public void Dispose() => session.Dispose();

    private float[] Embed(string phrase)
    {
        var tokens = tokenizer.Encode(phrase);
        var length = IsFixed ? context : tokens.Length;
        long[] ids = [.. tokens.Select(t => (long)t), .. Enumerable.Repeat((long)tokenizer.EndId, length - tokens.Length)];
        long[] mask = [.. Enumerable.Range(0, length).Select(i => i < tokens.Length ? 1L : 0)];
        using var first = OrtValue.CreateTensorValueFromMemory(ids, [1, length]);
        using var second = OrtValue.CreateTensorValueFromMemory(mask, [1, length]);
        using var options = new RunOptions();
        using var results = session.Run(options, inputs, inputs.Length > 1 ? [first, second] : [first], [output]);
        var embedding = results[0].GetTensorDataAsSpan<float>().ToArray();
        TensorPrimitives.Divide(embedding, TensorPrimitives.Norm<float>(embedding), embedding);
        return embedding;
    }
}
