using Microsoft.ML.OnnxRuntime;
using VlDistill.Text;

namespace VlDistill.Inference;

/// <summary>The small text encoder of a bundle: <c>ids</c> (P, W, S) as <see cref="PhraseTokenizer"/> packs them → <c>embedding</c> (P, D) of unit length. Safe to use from several threads.</summary>
public sealed class TextEncoder : IDisposable
{
    private readonly OnnxGraph graph;
    private readonly PhraseTokenizer tokenizer;
    private readonly int width;
    private int runs;

    /// <param name="words">The tokeniser's file.</param>
    /// <param name="width">Of an embedding.</param>
    /// <exception cref="UserException">A file is damaged or the graph has other tensors.</exception>
    public TextEncoder(string path, string words, int width, Device device)
    {
        tokenizer = PhraseTokenizer.Load(words);
        this.width = width;
        graph = new OnnxGraph(path, device, 1, [Port.Int64("ids", -1, -1, -1)], [Port.Float("embedding", -1, width)]);
    }

    /// <summary>How often the network ran.</summary>
    public int Runs => Volatile.Read(ref runs);

    /// <summary>Embeddings of phrases, in one run of the network.</summary>
    /// <exception cref="UserException">A phrase has no letters or digits.</exception>
    public float[][] Embed(IReadOnlyList<string> phrases)
    {
        if (phrases.Count == 0) return [];
        int[][][] read = [.. phrases.Select(tokenizer.Encode)];
        if (Array.FindIndex(read, p => p.Length == 0) is >= 0 and var blank) throw new UserException($"'{phrases[blank]}' names nothing: give words");
        var (numbers, shape) = PhraseTokenizer.Pack(read);
        using var ids = OrtValue.CreateTensorValueFromMemory(numbers, shape);
        using var outputs = graph.Run(ids);
        Interlocked.Increment(ref runs);
        var all = outputs[0].GetTensorDataAsSpan<float>();
        var rows = new float[phrases.Count][];
        for (var i = 0; i < rows.Length; i++) rows[i] = all.Slice(i * width, width).ToArray();
        return rows;
    }

    public void Dispose() => graph.Dispose();
}
