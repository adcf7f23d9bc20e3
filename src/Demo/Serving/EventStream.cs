using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;

namespace VlDistill.Demo.Serving;

/// <summary>Server-sent events for any number of listeners. Who posts only queues; lines are made on a thread of the pool, and a listener that falls behind loses the oldest.</summary>
public sealed class EventStream : IAsyncDisposable
{
    /// <summary>The kind of event that replaces the one before.</summary>
    public const string Figures = "figures";

    /// <summary>The kind that comes too often to be kept for listeners who join later.</summary>
    public const string Results = "result";

    private const int Kept = 60, Waiting = 256;

    private static readonly JsonSerializerOptions form = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock gate = new();
    private readonly List<Channel<string>> listeners = [];
    private readonly Queue<string> history = new();
    private readonly Channel<(string Kind, Func<object> Record)> posted =
        Channel.CreateBounded<(string, Func<object>)>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Task pump;
    private string? figures;

    public EventStream() => pump = Task.Run(Pump);

    /// <summary>Queues an event; what is made of <paramref name="record"/> is one JSON line. Any thread.</summary>
    /// <param name="kind">The event's name: <see cref="Results"/>, sentence, answer or <see cref="Figures"/>.</param>
    public void Post(string kind, Func<object> record) => posted.Writer.TryWrite((kind, record));

    /// <summary>The latest figures, sentences and answers, then every event as it comes, ready to send; the caller ends it with <see cref="Leave"/>.</summary>
    public Channel<string> Join()
    {
        var listener = Channel.CreateBounded<string>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (gate)
        {
            if (figures is not null) listener.Writer.TryWrite(figures);
            foreach (string line in history) listener.Writer.TryWrite(line);
            listeners.Add(listener);
        }

        return listener;
    }

    public void Leave(Channel<string> listener)
    {
        lock (gate) listeners.Remove(listener);
    }

    public async ValueTask DisposeAsync()
    {
        posted.Writer.TryComplete();
        await pump;
    }

    private async Task Pump()
    {
        await foreach (var (kind, record) in posted.Reader.ReadAllAsync())
        {
            if (Line(kind, record) is not { } line) continue;
            lock (gate)
            {
                if (kind == Figures) figures = line;
                else if (kind != Results) history.Enqueue(line);
                if (history.Count > Kept) history.Dequeue();

                foreach (var listener in listeners) listener.Writer.TryWrite(line);
            }
        }
    }

    // One record that cannot be made must not end the stream for everybody.
    private static string? Line(string kind, Func<object> record)
    {
        try
        {
            return $"event: {kind}\ndata: {JsonSerializer.Serialize(record(), form)}\n\n";
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"events: a {kind} was left out: {e.Message.ReplaceLineEndings(" ")}");
            return null;
        }
    }
}
