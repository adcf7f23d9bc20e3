using System.Diagnostics;

namespace VlDistill.Trainer.Commands;

/// <summary>How many pictures are done: one line that is rewritten on a terminal, a new line every few seconds in a pipe.</summary>
public sealed class PictureProgress(TextWriter output, bool terminal, string name, int total)
{
    private readonly TimeSpan interval = terminal ? TimeSpan.FromSeconds(0.1) : TimeSpan.FromSeconds(10);
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly Lock gate = new();
    private long shown = Stopwatch.GetTimestamp();
    private int done;

    /// <summary>One more; any thread may call it.</summary>
    public void Advance()
    {
        lock (gate)
        {
            done++;
            if (Stopwatch.GetElapsedTime(shown) < interval && done < total) return;
            shown = Stopwatch.GetTimestamp();
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var left = TimeSpan.FromSeconds(Math.Round(seconds / done * (total - done)));
            var line = FormattableString.Invariant($"{name}: {done}/{total}  {done / seconds:0.0}/s  {left} left");
            if (terminal) output.Write("\r" + line + (done == total ? "\n" : ""));
            else output.WriteLine(line);
        }
    }
}
