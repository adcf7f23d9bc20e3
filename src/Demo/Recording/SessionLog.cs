using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VlDistill.Demo.Recording;

/// <summary>
/// A JSONL file, one record per line in the order in which they came. Any thread may add; a thread of the log's own turns records
/// into text and writes each line at once, so that a killed session keeps all but its last moment.
/// </summary>
/// <typeparam name="T">What is handed over; <c>toLine</c> makes the record from it on the log's thread.</typeparam>
public sealed class SessionLog<T> : IDisposable
{
    private const int Waiting = 256;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1), JoinTimeout = TimeSpan.FromSeconds(20);
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // Not a channel: its waiting readers are woken through the thread pool, which may be busy.
    private readonly BlockingCollection<T> queue = new(Waiting);
    private readonly ArrayBufferWriter<byte> text = new();
    private readonly FileStream file;
    private readonly Func<T, object> toLine;
    private readonly Action<Exception> failed;
    private readonly Thread thread;

    /// <param name="path">Overwritten where it exists.</param>
    /// <param name="toLine">Makes the record of a line.</param>
    /// <param name="failed">Hears why no more can be written.</param>
    /// <exception cref="UserException">The file cannot be written.</exception>
    public SessionLog(string path, Func<T, object> toLine, Action<Exception> failed)
    {
        (this.toLine, this.failed) = (toLine, failed);
        try
        {
            file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path}: cannot be written ({e.Message.TrimEnd('.')}); check the folder given with --out", e);
        }

        thread = new Thread(Run) { Name = "log", IsBackground = true };
        thread.Start();
    }

    /// <summary>Adds a line; waits only while 256 others do. After <see cref="Dispose"/> it does nothing.</summary>
    public void Write(T record) => Add(record, Timeout.Infinite);

    /// <summary>Adds a line unless too many wait; never waits, and allocates nothing on the caller's thread.</summary>
    public void TryWrite(T record) => Add(record, 0);

    /// <summary>Writes what waits and closes the file.</summary>
    /// <exception cref="TimeoutException">The disk did not take it in time.</exception>
    public void Dispose()
    {
        queue.CompleteAdding();
        if (!thread.Join(JoinTimeout)) throw new TimeoutException($"{file.Name}: could not be closed within {JoinTimeout.TotalSeconds} s");
    }

    private void Run()
    {
        try
        {
            while (!queue.IsCompleted)
                if (queue.TryTake(out var record, Idle)) WriteLine(record);
        }
        catch (Exception e)
        {
            queue.CompleteAdding();
            failed(e is IOException ? new UserException($"{file.Name}: cannot be written on ({e.Message.TrimEnd('.')}); check the free space", e) : e);
        }
        finally
        {
            file.Dispose();
        }
    }

    private void Add(T record, int wait)
    {
        try
        {
            queue.TryAdd(record, wait);
        }
        catch (InvalidOperationException) when (queue.IsAddingCompleted)
        {
            // The log ended meanwhile, which is no fault of who speaks.
        }
    }

    private void WriteLine(T record)
    {
        object line = toLine(record);
        text.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = Form.Encoder })) JsonSerializer.Serialize(writer, line, line.GetType(), Form);
        "\n"u8.CopyTo(text.GetSpan(1));
        text.Advance(1);
        // At one go, so that a killed program leaves whole lines.
        file.Write(text.WrittenSpan);
    }
}
