using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Data;

/// <summary>All pictures of a data set, decoded once to size × size RGB and kept in one memory-mapped file.</summary>
public sealed class PictureStore : IDisposable
{
    private readonly RecordFile file;

    /// <summary>Opens or makes the store of <paramref name="samples"/> in a cache folder; its name holds a hash of the ids and the size.</summary>
    public PictureStore(string cache, string name, IReadOnlyList<Sample> samples, SampleReader read, int size, IProgress progress, CancellationToken stop)
    {
        Size = size;
        var key = CacheKey.Of([name, $"{size}", .. samples.Select(s => s.Id)]);
        file = RecordFile.Open(Path.Combine(cache, $"pictures-{name}-{size}-{key}.bin"), samples.Count, size * size * 3,
            (first, records) => Parallel.For(0, records.Length, i => read(samples[first + i], size, records[i].Span)), progress, stop);
    }

    /// <summary>Pixels per side.</summary>
    public int Size { get; }

    /// <summary>One picture's rows, RGB.</summary>
    public ReadOnlySpan<byte> this[int index] => file[index];

    /// <summary>Copies one picture's rows, changed as asked.</summary>
    public void Copy(int index, Span<byte> target, Augmentation change)
    {
        file[index].CopyTo(target);
        change.Apply(target, Size);
    }

    public void Dispose() => file.Dispose();
}
