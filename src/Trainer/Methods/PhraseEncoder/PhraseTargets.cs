using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using VlDistill.Text;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Methods.Vild;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;

namespace VlDistill.Trainer.Methods.PhraseEncoder;

/// <summary>What the teacher says of every phrase, on disk as float16; the file's name holds the hash of teacher, prompts and phrases.</summary>
public sealed class PhraseTargets : IDisposable
{
    private readonly RecordFile file;

    private PhraseTargets(RecordFile file, int width) => (this.file, Width) = (file, width);

    /// <summary>Numbers of an embedding.</summary>
    public int Width { get; }

    /// <summary>Opens the targets of phrases, made now where they are absent.</summary>
    /// <exception cref="UserException">The teacher's files are absent.</exception>
    public static PhraseTargets Open(TextEncoderSettings settings, RunContext context, IReadOnlyList<string> phrases)
    {
        using var teacher = SentenceEncoders.Open(settings.Teacher, context);
        var key = CacheKey.Of([settings.Teacher, .. settings.Prompts ? PromptTemplates.All : [], .. phrases]);
        var file = RecordFile.Open(Path.Combine(context.Cache, $"phrases-{settings.Teacher}-{key}.bin"), phrases.Count, teacher.Width * sizeof(ushort),
            (first, records) =>
            {
                for (var i = 0; i < records.Length; i++)
                    TensorPrimitives.ConvertToHalf(ClassEmbeddings.Of(teacher, [phrases[first + i]], settings.Prompts, synonyms: false)[0], MemoryMarshal.Cast<byte, Half>(records[i].Span));
            }, context.Progress, context.Stop);
        return new PhraseTargets(file, teacher.Width);
    }

    /// <summary>Embeddings of unit length, row-major (P, D).</summary>
    public float[] Of(IReadOnlyList<int> phrases)
    {
        var values = new float[phrases.Count * Width];
        for (var i = 0; i < phrases.Count; i++) TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(file[phrases[i]]), values.AsSpan(i * Width, Width));
        return values;
    }

    public void Dispose() => file.Dispose();
}
