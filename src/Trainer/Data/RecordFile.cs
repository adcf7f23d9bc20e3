using System.IO.MemoryMappedFiles;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Data;

/// <summary>Many records of one length in a file that is read through a memory map.</summary>
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

    private RecordFile(string path, int count, int recordBytes)
    {
        (Count, RecordBytes) = (count, recordBytes);
        map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref data);
    }

    /// <summary>Fills a range of records; called in order, may work on them in parallel.</summary>
    public delegate void Filler(int first, Memory<byte>[] records);

    public int Count { get; }

    public int RecordBytes { get; }

    /// <summary>One record's bytes, valid until dispose.</summary>
    public ReadOnlySpan<byte> this[int index] => new(data + (long)index * RecordBytes, RecordBytes);

    /// <summary>Opens the file, making it first where it is absent or unfinished.</summary>
    public static RecordFile Open(string path, int count, int recordBytes, Filler fill, IProgress progress, CancellationToken stop)
    {
        if (!IsComplete(path, count, recordBytes)) Make(path, count, recordBytes, fill, progress, stop);
        return new RecordFile(path, count, recordBytes);
    }

    public void Dispose()
    {
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        map.Dispose();
    }

    private static bool IsComplete(string path, int count, int recordBytes) =>
        File.Exists(path) && new FileInfo(path).Length == (long)count * recordBytes;

    private static void Make(string path, int count, int recordBytes, Filler fill, IProgress progress, CancellationToken stop)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var file = OpenAlone(path, stop);
        if (IsComplete(path, count, recordBytes)) return;
        var done = (int)Math.Min(count, file.Length / recordBytes);
        file.SetLength((long)done * recordBytes);
        file.Seek(0, SeekOrigin.End);
        progress.Begin(Path.GetFileNameWithoutExtension(path), done, count);
        var buffer = new byte[Chunk][];
        for (var i = 0; i < Chunk; i++) buffer[i] = new byte[recordBytes];
        for (; done < count; done += Chunk)
        {
            if (stop.IsCancellationRequested) throw new UserException($"{path}: stopped on request at {done} of {count}; continue with --resume.");
            var part = Math.Min(Chunk, count - done);
            fill(done, [.. buffer.Take(part).Select(b => b.AsMemory())]);
            for (var i = 0; i < part; i++) file.Write(buffer[i]);
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
            catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException) && File.Exists(path + ".part"))
            {
                if (stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(1))) throw;
            }
        }
    }
}
