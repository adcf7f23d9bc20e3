using System.Numerics.Tensors;
using VlDistill.Text;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>The fixed embeddings t_c of class names: the mean over prompts and, where wished, synonyms, of unit length (Gu et al. 2022, section 3.2).</summary>
public static class ClassEmbeddings
{
    /// <summary>One embedding of unit length per name, <see cref="ISentenceEncoder.Width"/> numbers each.</summary>
    /// <param name="prompts">Whether a name is put into every sentence of <see cref="PromptTemplates"/>, or stands alone.</param>
    /// <param name="synonyms">Whether a class's other names count as well.</param>
    public static float[][] Of(ISentenceEncoder encoder, IEnumerable<string> names, bool prompts = true, bool synonyms = true) =>
        [.. names.Select(name => Mean(encoder.Embed([.. (synonyms ? ClassSynonyms.Shipped.Of(name) : [PromptTemplates.Bare(name)]).SelectMany(n => prompts && encoder.ReadsPrompts ? PromptTemplates.Of(n) : [n])])))];

    /// <summary>The direction of a sum of unit vectors.</summary>
    public static float[] Mean(IReadOnlyList<float[]> embeddings)
    {
        var sum = new float[embeddings[0].Length];
        foreach (var embedding in embeddings) TensorPrimitives.Add(sum, embedding, sum);
        TensorPrimitives.Divide(sum, TensorPrimitives.Norm<float>(sum), sum);
        return sum;
    }
}
