using System.Numerics.Tensors;
using System.Text;
using VlDistill.Trainer.Data;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>A direction without meaning for every phrase, the same each time it is asked: what an open vocabulary must beat.</summary>
public sealed class RandomEncoder(int width) : ISentenceEncoder
{
    public int Width => width;

    public float[][] Embed(IReadOnlyList<string> phrases) => [.. phrases.Select(Embed)];

    public void Dispose()
    {
    }

    private float[] Embed(string phrase)
    {
        var random = new SeededRandom([.. Encoding.UTF8.GetBytes(phrase.Trim().ToLowerInvariant()).Select(b => (ulong)b)]);
        // Box-Muller: directions of normal numbers are uniform on the sphere.
        float[] values = [.. Enumerable.Range(0, width).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.Unit())) * Math.Cos(2 * Math.PI * random.Unit())))];
        TensorPrimitives.Divide(values, TensorPrimitives.Norm<float>(values), values);
        return values;
    }
}
