using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using VlDistill.Trainer.Recipes;

namespace VlDistill.Trainer.Training;

/// <summary>The stage's metrics.jsonl: one line per interval with step, every loss term (mean over the interval), learning rate, gradient norm, samples per second and seconds so far; one per evaluation.</summary>
/// <remarks>
/// Resuming drops the lines after the checkpoint's step, which will be written again. The time so far is kept here and not in the
/// checkpoint, whose bytes do not depend on the machine.
/// </remarks>
public sealed class MetricsLog : IDisposable
{
    private readonly StreamWriter writer;
    private readonly int interval;
    private readonly Dictionary<string, double> sums = [];
    private int steps, samples;
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly double earlier;
    private long since = Stopwatch.GetTimestamp();

    public MetricsLog(string path, long step, int interval)
    {
        this.interval = interval;
        var kept = File.Exists(path) && step > 0 ? File.ReadAllLines(path).Where(line => StepOf(line) <= step).ToList() : [];
        earlier = kept.Count > 0 ? (double?)Parse(kept[^1])?["seconds"] ?? 0 : 0;
        File.WriteAllLines(path, kept);
        writer = new StreamWriter(path, append: true) { AutoFlush = true };
    }

    /// <summary>Time spent on the steps so far by all processes that had a part in them; what a killed one did in vain does not count.</summary>
    public double Seconds => earlier + Stopwatch.GetElapsedTime(began).TotalSeconds;

    /// <summary>Counts one step; writes a line when the interval is full.</summary>
    public void Add(long step, IReadOnlyDictionary<string, double> losses, double learningRate, double norm, int batch)
    {
        foreach (var (name, value) in losses) sums[name] = sums.GetValueOrDefault(name) + value;
        sums["gradientNorm"] = sums.GetValueOrDefault("gradientNorm") + norm;
        (steps, samples) = (steps + 1, samples + batch);
        if (step % interval != 0) return;
        var line = new JsonObject { ["step"] = step };
        foreach (var (name, sum) in sums) line[name] = Math.Round(sum / steps, 6);
        line["learningRate"] = learningRate;
        line["samplesPerSecond"] = Math.Round(samples / Stopwatch.GetElapsedTime(since).TotalSeconds, 2);
        line["seconds"] = Math.Round(Seconds, 1);
        writer.WriteLine(line.ToJsonString(RecipeJson.Line));
        sums.Clear();
        (steps, samples, since) = (0, 0, Stopwatch.GetTimestamp());
    }

    /// <summary>Writes the dev figures, under <c>dev</c>.</summary>
    public void AddEvaluation(long step, IReadOnlyDictionary<string, double> figures)
    {
        writer.WriteLine(JsonSerializer.Serialize(new { step, dev = figures, seconds = Math.Round(Seconds, 1) }, RecipeJson.Line));
        since = Stopwatch.GetTimestamp();
        (steps, samples) = (0, 0);
        sums.Clear();
    }

    public void Dispose() => writer.Dispose();

    private static long StepOf(string line) => (long?)Parse(line)?["step"] ?? long.MaxValue;

    /// <summary>Null for a line that a kill cut short.</summary>
    internal static JsonNode? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
