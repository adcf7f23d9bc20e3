using System.Runtime.InteropServices;

namespace VlDistill.Trainer.Methods.DistillVlm;

/// <summary>Tokens of one record: real regions, words, word places with a target, texts.</summary>
public readonly record struct RecordSize(int Regions, int Text, int Targets, int Texts)
{
    /// <summary>N.</summary>
    public int Tokens => Regions + Text;
}

/// <summary>Where things stand in a record of what a teacher said about one picture and view; float16 except the word ids.</summary>
/// <remarks>
/// Word ids (targets, k) int32 and their log-probabilities (targets, k); class log-probabilities (texts, C); then attention (H, N, N) of
/// every layer pair; then states (N, d) of every layer pair. Nothing is padded but the end, to four bytes.
/// </remarks>
/// <param name="Pairs">Layer pairs.</param>
/// <param name="Heads">H, the student's.</param>
/// <param name="Width">d, the teacher's.</param>
/// <param name="Words">k, the likeliest words kept at a place; 0 = no word labels.</param>
/// <param name="Classes">C; 0 = no class labels.</param>
public sealed record TeacherLayout(int Pairs, int Heads, int Width, int Words, int Classes)
{
    /// <summary>Length of a record.</summary>
    public int Bytes(RecordSize size) => (HiddenAt(size, Pairs) + 3) / 4 * 4;

    /// <summary>Word ids (targets, k).</summary>
    public Span<int> WordIds(Span<byte> record, RecordSize size) => MemoryMarshal.Cast<byte, int>(record[..(size.Targets * Words * sizeof(int))]);

    /// <inheritdoc cref="WordIds(Span{byte}, RecordSize)"/>
    public ReadOnlySpan<int> WordIds(ReadOnlySpan<byte> record, RecordSize size) => MemoryMarshal.Cast<byte, int>(record[..(size.Targets * Words * sizeof(int))]);

    /// <summary>Log-probabilities of those words (targets, k).</summary>
    public Range WordScores(RecordSize size) => At(size.Targets * Words * sizeof(int), size.Targets * Words);

    /// <summary>Class log-probabilities (texts, C).</summary>
    public Range ClassScores(RecordSize size) => At(WordScores(size).End.Value, size.Texts * Classes);

    /// <summary>Attention of a layer pair (H, N, N).</summary>
    public Range Attention(RecordSize size, int pair) => At(AttentionAt(size, pair), Heads * size.Tokens * size.Tokens);

    /// <summary>States of a layer pair (N, d).</summary>
    public Range Hidden(RecordSize size, int pair) => At(HiddenAt(size, pair), size.Tokens * Width);

    private static Range At(int start, int halves) => start..(start + halves * sizeof(ushort));

    private int AttentionAt(RecordSize size, int pair) => ClassScores(size).End.Value + pair * Heads * size.Tokens * size.Tokens * sizeof(ushort);

    private int HiddenAt(RecordSize size, int pair) => AttentionAt(size, Pairs) + pair * size.Tokens * Width * sizeof(ushort);
}
