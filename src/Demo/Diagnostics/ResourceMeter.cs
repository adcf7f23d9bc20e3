using System.Diagnostics;

namespace VlDistill.Demo.Diagnostics;

/// <summary>What the program takes of the machine, measured once a second on a thread of the pool; reading allocates nothing.</summary>
public sealed class ResourceMeter : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly Process process = Process.GetCurrentProcess();
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly TimeSpan cpuAtStart;
    private readonly Timer timer;
    private readonly Lock gate = new();
    private TimeSpan lastCpu;
    private TimeSpan lastTime;
    private double cpuPercent;
    private double megabytesResident;

    public ResourceMeter()
    {
        cpuAtStart = lastCpu = process.TotalProcessorTime;
        timer = new Timer(_ => Measure(), null, TimeSpan.Zero, Period);
    }

    /// <summary>Processor time over the last second, 100 for one core that was busy all the time.</summary>
    public double CpuPercent => Volatile.Read(ref cpuPercent);

    /// <summary>Memory in RAM, in 10⁶ bytes.</summary>
    public double MegabytesResident => Volatile.Read(ref megabytesResident);

    /// <summary>As <see cref="CpuPercent"/>, over the meter's whole life.</summary>
    public double MeanCpuPercent
    {
        get
        {
            lock (gate)
            {
                process.Refresh();
                return Math.Round(100 * ((process.TotalProcessorTime - cpuAtStart) / watch.Elapsed), 1);
            }
        }
    }

    public void Dispose()
    {
        timer.Dispose();
        // A measurement may be under way.
        lock (gate) process.Dispose();
    }

    private void Measure()
    {
        lock (gate)
        {
            try
            {
                process.Refresh();
                var (cpu, time) = (process.TotalProcessorTime, watch.Elapsed);
                if (time - lastTime > Period / 2) Volatile.Write(ref cpuPercent, 100 * ((cpu - lastCpu) / (time - lastTime)));
                (lastCpu, lastTime) = (cpu, time);
                Volatile.Write(ref megabytesResident, process.WorkingSet64 / 1e6);
            }
            catch (InvalidOperationException)
            {
                // Disposed meanwhile: the timer's last tick.
            }
        }
    }
}
