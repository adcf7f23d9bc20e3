using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using VlDistill.Text;
using VlDistill.Trainer.Data;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>The mean of a phrase's word vectors (GloVe, Pennington et al. 2014): the weaker text side of the paper's ablation.</summary>
/// <remarks>Words without a vector count for nothing; a phrase of such words alone gets the mean of all vectors.</remarks>
public sealed class GloveEncoder : ISentenceEncoder
{
    private const string Words = "glove/words.txt", Vectors = "glove/vectors_f16.bin";
    private readonly Dictionary<string, int> rows = [];
    private readonly Half[] vectors;
    private readonly float[] mean;

    /// <param name="words">One a line.</param>
    /// <param name="vectors">Row-major IEEE half numbers, a row for each word.</param>
    /// <exception cref="UserException">The files do not belong together.</exception>
    public GloveEncoder(string words, string vectors)
    {
        foreach (var word in File.ReadLines(words)) rows.TryAdd(word, rows.Count);
        this.vectors = MemoryMarshal.Cast<byte, Half>(File.ReadAllBytes(vectors)).ToArray();
        if (rows.Count == 0 || this.vectors.Length % rows.Count != 0) throw new UserException($"{vectors}: {this.vectors.Length} numbers are no whole vectors for the {rows.Count} words of {words}");
        Width = this.vectors.Length / rows.Count;
        mean = Sum(Enumerable.Range(0, rows.Count));
    }

    public int Width { get; }

    /// <summary>Opens the files below <c>--data weights=DIR</c>.</summary>
    /// <exception cref="UserException">They are not there.</exception>
    public static GloveEncoder Open(DataFolders data) => new(data.Weight(Words), data.Weight(Vectors));

    public float[][] Embed(IReadOnlyList<string> phrases) => [.. phrases.Select(Embed)];

    public void Dispose()
    {
    }

    private float[] Embed(string phrase)
    {
        var known = CaptionTokenizer.Tokenize(phrase).SelectMany(w => w.Split('-')).Where(rows.ContainsKey).Select(w => rows[w]).ToArray();
        var sum = known.Length > 0 ? Sum(known) : [.. mean];
        TensorPrimitives.Divide(sum, TensorPrimitives.Norm<float>(sum), sum);
        return sum;
    }

    private float[] Sum(IEnumerable<int> words)
    {
        var (sum, row) = (new float[Width], new float[Width]);
        foreach (var word in words)
        {
            TensorPrimitives.ConvertToSingle(vectors.AsSpan(word * Width, Width), row);
            TensorPrimitives.Add(sum, row, sum);
        }
        return sum;
    }
}
