using System.Runtime.InteropServices;

namespace VlDistill.Trainer.Training;

/// <summary>Turns the first Ctrl-C or SIGTERM into a request to save and stop; a second one ends the process at once.</summary>
public sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration interrupt, terminate;

    public StopSignal()
    {
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
    }

    public CancellationToken Token => source.Token;

    /// <summary>Also asks to stop when standard input ends: the parent process wants it, or is gone.</summary>
    public void ListenToInput() => new Thread(() =>
    {
        Console.In.ReadToEnd();
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The work was done before.
        }
    })
    { IsBackground = true, Name = "input" }.Start();

    public void Dispose()
    {
        interrupt.Dispose();
        terminate.Dispose();
        source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (source.IsCancellationRequested) return;
        context.Cancel = true;
        source.Cancel();
    }
}
