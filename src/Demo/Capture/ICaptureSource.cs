using VlDistill.Frames;

namespace VlDistill.Demo.Capture;

/// <summary>Where pictures come from. One thread calls <see cref="Next"/>; any may read the texts.</summary>
public interface ICaptureSource : IDisposable
{
    /// <summary>Shown on screen: which source this is.</summary>
    string Name { get; }

    /// <summary>One line about present trouble or a choice made for the user; null when there is nothing to say.</summary>
    string? Notice { get; }

    /// <summary>True when a finite source is over; looping and live sources never are.</summary>
    bool Ended => false;

    /// <summary>The camera's number; null for everything else.</summary>
    int? Camera => null;

    /// <summary>Blocks until the next picture is due; the caller disposes it. Null: none now (stopped, reconnecting or ended).</summary>
    /// <exception cref="UserException">The source cannot go on; the message says what to do.</exception>
    Frame? Next(CancellationToken stop);
}
