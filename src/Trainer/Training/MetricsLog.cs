using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using VlDistill.Trainer.Recipes;

namespace VlDistill.Trainer.Training;

/// <summary>The stage's metrics.jsonl: one line per interval with step, every loss term (mean over the interval), learning rate, gradient norm and samples per second; one per evaluation.</summary>
/// <remarks>Resuming drops the lines after the checkpoint's step, which will be written again.</remarks>
public sealed class MetricsLog : IDisposable
{
    private readonly StreamWriter writer;
    private readonly int interval;
    private readonly Dictionary<string, double> sums = [];
    private int steps, samples;
    private long since = Stopwatch.GetTimestamp();

    public MetricsLog(string path, long step, int interval)
    {
        this.interval = interval;
        var kept = File.Exists(path) && step > 0 ? File.ReadAllLines(path).Where(line => StepOf(line) <= step).ToList() : [];
        File.WriteAllLines(path, kept);
        writer = new StreamWriter(path, append: true) { AutoFlush = true };
    }

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
        writer.WriteLine(line.ToJsonString(RecipeJson.Line));
        sums.Clear();
        (steps, samples, since) = (0, 0, Stopwatch.GetTimestamp());
    }

    /// <summary>Writes the dev figures, under <c>dev</c>.</summary>
    public void AddEvaluation(long step, IReadOnlyDictionary<string, double> figures)
    {
        writer.WriteLine(JsonSerializer.Serialize(new { step, dev = figures }, RecipeJson.Line));
        since = Stopwatch.GetTimestamp();
        (steps, samples) = (0, 0);
        sums.Clear();
    }

    public void Dispose() => writer.Dispose();

    private static long StepOf(string line)
    {
        try
        {
            return (long?)JsonNode.Parse(line)?["step"] ?? long.MaxValue;
        }
        catch (JsonException)
        {
            return long.MaxValue;
        }
    }
}
