using System.IO.MemoryMappedFiles;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Data;

/// <summary>Many records, of one length or of known lengths, in a file that is read through a memory map.</summary>
/// <remarks>
/// Being written it is called <c>.part</c> and grows record by record: after a kill the whole records in it are kept and the rest is
/// made again. When all are there it takes its name, so a file under its name is always complete.
/// </remarks>
public sealed unsafe class RecordFile : IDisposable
{
    private const int Chunk = 64;
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly byte* data;
    private readonly long[] starts;

    private RecordFile(string path, long[] starts)
    {
        this.starts = starts;
        map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref data);
    }

    /// <summary>Fills a range of records, every byte of them; called in order, may work on them in parallel.</summary>
    public delegate void Filler(int first, Memory<byte>[] records);

    public int Count => starts.Length - 1;

    /// <summary>One record's bytes, valid until dispose.</summary>
    public ReadOnlySpan<byte> this[int index] => new(data + starts[index], (int)(starts[index + 1] - starts[index]));

    /// <summary>Opens a file of records of one length, making it first where it is absent or unfinished.</summary>
    public static RecordFile Open(string path, int count, int recordBytes, Filler fill, IProgress progress, CancellationToken stop) =>
        Open(path, Enumerable.Repeat(recordBytes, count), fill, progress, stop);

    /// <summary>The same with a length for each record.</summary>
    public static RecordFile Open(string path, IEnumerable<int> lengths, Filler fill, IProgress progress, CancellationToken stop)
    {
        long end = 0;
        long[] starts = [0, .. lengths.Select(length => end += length)];
        if (!IsComplete(path, starts)) Make(path, starts, fill, progress, stop);
        return new RecordFile(path, starts);
    }

    public void Dispose()
    {
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        map.Dispose();
    }

    private static bool IsComplete(string path, long[] starts) => File.Exists(path) && new FileInfo(path).Length == starts[^1];

    private static void Make(string path, long[] starts, Filler fill, IProgress progress, CancellationToken stop)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var file = OpenAlone(path, stop);
        if (IsComplete(path, starts))
        {
            // Another process made it while this one waited, which then opened a new empty file.
            file.Dispose();
            File.Delete(path + ".part");
            return;
        }
        var count = starts.Length - 1;
        var found = Array.BinarySearch(starts, file.Length);
        var done = found >= 0 ? found : Math.Min(count, ~found - 1);
        file.SetLength(starts[done]);
        file.Seek(0, SeekOrigin.End);
        progress.Begin(Path.GetFileNameWithoutExtension(path), done, count);
        var bytes = Array.Empty<byte>();
        for (; done < count; done += Chunk)
        {
            if (stop.IsCancellationRequested) throw new UserException($"{path}: stopped on request at {done} of {count}; continue with --resume.");
            var part = Math.Min(Chunk, count - done);
            var (first, length) = (done, (int)(starts[done + part] - starts[done]));
            if (bytes.Length < length) bytes = new byte[length];
            fill(done, [.. Enumerable.Range(first, part).Select(i => bytes.AsMemory((int)(starts[i] - starts[first]), (int)(starts[i + 1] - starts[i])))]);
            file.Write(bytes.AsSpan(0, length));
            progress.Report(done + part);
        }
        file.Flush(flushToDisk: true);
        File.Move(path + ".part", path, overwrite: true);
        progress.End();
    }

    /// <summary>Opens the unfinished file for this process alone; another process that is making it is waited for.</summary>
    private static FileStream OpenAlone(string path, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return new FileStream(path + ".part", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 20);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException) && (File.Exists(path + ".part") || File.Exists(path)))
            {
                if (stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(1))) throw;
            }
        }
    }
}
