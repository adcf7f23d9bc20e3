namespace VlDistill.Demo.Vision;

/// <summary>Runs a lane on its own thread until disposed; its one catch reports why the lane ended.</summary>
public sealed class LaneThread : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(20);
    private readonly IVisionLane lane;
    private readonly Action<Exception> failed;
    private readonly Thread thread;
    private volatile bool stopping;

    public LaneThread(IVisionLane lane, Action<Exception> failed)
    {
        (this.lane, this.failed) = (lane, failed);
        thread = new Thread(Run) { Name = lane.Name, IsBackground = true };
        thread.Start();
    }

    /// <summary>Lets the thread end after the step in progress; does not wait.</summary>
    public void Stop() => stopping = true;

    /// <summary>Stops after the step in progress and disposes the lane.</summary>
    /// <exception cref="TimeoutException">The step did not end in time.</exception>
    public void Dispose()
    {
        Stop();
        if (!thread.Join(JoinTimeout)) throw new TimeoutException($"the {lane.Name} lane did not stop within {JoinTimeout.TotalSeconds} s");
        lane.Dispose();
    }

    private void Run()
    {
        try
        {
            if (lane.StandsBack) LanePriority.StandBack();
            lane.Open();
            while (!stopping) lane.Step(Poll);
        }
        catch (Exception e)
        {
            failed(e);
        }
    }
}
