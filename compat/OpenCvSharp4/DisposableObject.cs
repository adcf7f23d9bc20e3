namespace OpenCvSharp;

/// <summary>Something that owns native memory; the finalizer frees what was not disposed.</summary>
public abstract class DisposableObject : IDisposable
{
    private protected DisposableObject() { }

    ~DisposableObject() => Dispose(false);

    public bool IsDisposed { get; protected set; }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (IsDisposed) return;
        IsDisposed = true;
        DisposeUnmanaged();
    }

    protected virtual void DisposeUnmanaged() { }

    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(IsDisposed, this);
}
