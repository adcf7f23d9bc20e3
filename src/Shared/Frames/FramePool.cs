using System.Collections.Concurrent;

namespace VlDistill.Frames;

/// <summary>Pixel buffers for frames, pinned so that native code may read and write them, reused to keep the capture lane free of garbage.</summary>
public sealed class FramePool(int capacity = 8)
{
    private readonly ConcurrentQueue<byte[]> free = new();
    private int rented;

    /// <summary>Frames that are out and not yet disposed.</summary>
    public int Rented => Volatile.Read(ref rented);

    /// <summary>A frame with undefined pixels, which return when it and all that share it are disposed.</summary>
    public Frame Rent(long id, TimeSpan time, int width, int height)
    {
        var needed = checked(width * height * 3);
        // A buffer of another size belongs to an earlier source: let it go.
        byte[]? pixels;
        while (free.TryDequeue(out pixels) && pixels.Length != needed) { }
        if (pixels?.Length != needed) pixels = GC.AllocateUninitializedArray<byte>(needed, pinned: true);
        Interlocked.Increment(ref rented);
        return new Frame(id, time, width, height, pixels, frame => Return(frame.Pixels));
    }

    private void Return(byte[] pixels)
    {
        Interlocked.Decrement(ref rented);
        if (free.Count < capacity) free.Enqueue(pixels);
    }
}
