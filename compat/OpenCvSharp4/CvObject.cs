using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>A wrapper of one native object.</summary>
public abstract class CvObject : DisposableObject
{
    private readonly NativeHandle? handle;

    private protected CvObject() { }

    private protected CvObject(nint pointer, Action<nint> free) => handle = new NativeHandle(pointer, free);

    public nint CvPtr => Handle.DangerousGetHandle();

    /// <summary>Passed to native code as such, so that a finalizer cannot free the object during a call.</summary>
    internal NativeHandle Handle
    {
        get
        {
            ThrowIfDisposed();
            return handle ?? throw new InvalidOperationException("no native object");
        }
    }

    protected override void DisposeUnmanaged()
    {
        handle?.Dispose();
        base.DisposeUnmanaged();
    }
}

internal sealed class NativeHandle : SafeHandle
{
    private readonly Action<nint> free;

    public NativeHandle(nint pointer, Action<nint> free) : base(0, ownsHandle: true)
    {
        this.free = free;
        SetHandle(pointer);
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        free(handle);
        return true;
    }
}
