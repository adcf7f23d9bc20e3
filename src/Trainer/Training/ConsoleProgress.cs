using System.Diagnostics;
using System.Globalization;

namespace VlDistill.Trainer.Training;

/// <summary>A bar with rate and remaining time on a terminal, a plain line every few seconds in a pipe.</summary>
public sealed class ConsoleProgress(TextWriter output, bool terminal) : IProgress
{
    private const int BarWidth = 24;
    private readonly TimeSpan interval = terminal ? TimeSpan.FromSeconds(0.2) : TimeSpan.FromSeconds(15);
    private string stage = "";
    private long first, all, began, shown;
    private string? lastLine;

    public void Begin(string name, long done, long total)
    {
        (stage, first, all, began, shown) = (name, done, total, Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        Say(done > 0 ? $"{name}: continues at {done} of {total}" : $"{name}: {total} steps");
    }

    public void Report(long done, double? loss, double? best)
    {
        if (Stopwatch.GetElapsedTime(shown) < interval && done < all) return;
        shown = Stopwatch.GetTimestamp();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var rate = (done - first) / Math.Max(seconds, 1e-9);
        var left = TimeSpan.FromSeconds(Math.Min(1e6, (all - done) / Math.Max(rate, 1e-9)));
        var tail = string.Create(CultureInfo.InvariantCulture, $"{done}/{all}  {rate:0.0#}/s  {Clock(left)} left{(loss is { } l ? $"  loss {l:0.000}" : "")}{(best is { } b ? $"  best {b:0.0000}" : "")}");
        if (terminal) Draw($"{stage} [{Bar(done)}] {tail}");
        else output.WriteLine($"{stage} {tail}");
    }

    public void Evaluated(long step, IReadOnlyDictionary<string, double> figures) =>
        Say($"{stage} {step}: " + string.Join("  ", figures.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Key} {f.Value:0.0000}"))));

    public void Say(string line)
    {
        Erase();
        output.WriteLine(line);
    }

    public void End()
    {
        Erase();
        output.WriteLine($"{stage}: done in {Clock(Stopwatch.GetElapsedTime(began))}");
    }

    private static string Clock(TimeSpan time) => time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time:mm\\:ss}" : time.ToString("m\\:ss", CultureInfo.InvariantCulture);

    private string Bar(long done)
    {
        var full = (int)(BarWidth * done / Math.Max(1, all));
        return new string('#', full) + new string('.', BarWidth - full);
    }

    private void Draw(string line)
    {
        output.Write("\r" + line.PadRight(lastLine?.Length ?? 0));
        lastLine = line;
    }

    private void Erase()
    {
        if (lastLine is null) return;
        output.Write("\r" + new string(' ', lastLine.Length) + "\r");
        lastLine = null;
    }
}
