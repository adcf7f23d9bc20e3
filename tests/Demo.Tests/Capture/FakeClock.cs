using VlDistill.Frames;

namespace VlDistill.Demo.Tests.Capture;

/// <summary>A clock that waits in no time and notes how long it would have waited.</summary>
internal sealed class FakeClock : IClock
{
    public TimeSpan Now { get; set; }

    public List<TimeSpan> Waits { get; } = [];

    public void WaitUntil(TimeSpan due, CancellationToken stop)
    {
        if (due <= Now) return;
        Waits.Add(due - Now);
        Now = due;
    }
}
