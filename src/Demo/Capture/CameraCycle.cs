using VlDistill.Frames;

namespace VlDistill.Demo.Capture;

/// <summary>The cameras one key goes through.</summary>
/// <param name="list">Numbers of the cameras there are now; null for this machine's.</param>
/// <param name="open">Opens one by number; null for the usual way.</param>
/// <param name="mode">Wished size and rate of the pictures.</param>
public sealed class CameraCycle(Func<IReadOnlyList<int>>? list = null, Func<int, FrameWriter, ICaptureSource>? open = null, CameraMode? mode = null)
{
    /// <summary>The camera after <paramref name="present"/> in rising order, without <paramref name="first"/>; null after the last.</summary>
    /// <param name="present">The camera now; null for another source, and while the first source plays.</param>
    /// <param name="first">The camera the session began with, which stands at the cycle's beginning; null for another source.</param>
    public int? After(int? present, int? first) =>
        (list ?? CameraList.Present.Indices)().Where(i => i > (present ?? -1) && i != first).Select(i => (int?)i).Min();

    /// <exception cref="UserException">It cannot be opened.</exception>
    public ICaptureSource Open(int index, FrameWriter writer) => open is null ? CameraSource.Open(index, writer, mode) : open(index, writer);
}
