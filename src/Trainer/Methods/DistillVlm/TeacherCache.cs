using System.Runtime.InteropServices;
using VlDistill.Trainer.Data;

namespace VlDistill.Trainer.Methods.DistillVlm;

/// <summary>What the teacher said about every sample in every view, on disk: it is never run twice on the same picture and words.</summary>
public sealed class TeacherCache(RecordFile file, TeacherLayout layout, RecordSize[] sizes, int views) : IDisposable
{
    public TeacherLayout Layout => layout;

    /// <summary>The record's number.</summary>
    public int Record(int sample, int view) => sample * views + view;

    /// <summary>The record's tokens.</summary>
    public RecordSize Size(int record) => sizes[record];

    /// <summary>Attention of a layer pair, (H, N, N).</summary>
    public ReadOnlySpan<Half> Attention(int record, int pair) => Halves(record, layout.Attention(sizes[record], pair));

    /// <summary>States of a layer pair, (N, d).</summary>
    public ReadOnlySpan<Half> Hidden(int record, int pair) => Halves(record, layout.Hidden(sizes[record], pair));

    /// <summary>The likeliest words at the places with a target, (targets, k).</summary>
    public ReadOnlySpan<int> WordIds(int record) => layout.WordIds(file[record], sizes[record]);

    /// <summary>Their log-probabilities.</summary>
    public ReadOnlySpan<Half> WordScores(int record) => Halves(record, layout.WordScores(sizes[record]));

    /// <summary>Log-probabilities of the classes, (texts, C).</summary>
    public ReadOnlySpan<Half> ClassScores(int record) => Halves(record, layout.ClassScores(sizes[record]));

    public void Dispose() => file.Dispose();

    private ReadOnlySpan<Half> Halves(int record, Range range) => MemoryMarshal.Cast<byte, Half>(file[record][range]);
}
