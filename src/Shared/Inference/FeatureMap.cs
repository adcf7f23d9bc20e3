using Microsoft.ML.OnnxRuntime;

namespace VlDistill.Inference;

/// <summary>An image network's features of one frame, 1 × channels × rows × columns, in ONNX Runtime's memory on the device that made them.</summary>
/// <remarks>A handle: each reader takes its own with <see cref="Share"/> and disposes it; the memory goes with the last. Reading is safe from several threads.</remarks>
public sealed class FeatureMap : IDisposable
{
    private readonly Holder holder;
    private int disposed;

    /// <param name="value">Owned from here on.</param>
    /// <param name="freed">Hears when the last handle is gone.</param>
    public FeatureMap(OrtValue value, Action? freed = null)
        : this(new Holder(value, freed))
    {
    }

    private FeatureMap(Holder holder) => this.holder = holder;

    /// <summary>The tensor, for a graph on the same device.</summary>
    /// <exception cref="ObjectDisposedException">This handle is disposed.</exception>
    public OrtValue Value
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref disposed) != 0, this);
            return holder.Value;
        }
    }

    /// <summary>A map from numbers in row-major order, such as a cached one.</summary>
    /// <param name="values">As many as the shape has; neither copied nor to be changed later.</param>
    /// <param name="shape">[1, channels, rows, columns].</param>
    public static FeatureMap From(float[] values, params int[] shape) => new(OrtValue.CreateTensorValueFromMemory(values, [.. shape.Select(s => (long)s)]));

    /// <summary>Another handle on the same memory, for another reader.</summary>
    /// <exception cref="ObjectDisposedException">This handle is disposed.</exception>
    public FeatureMap Share()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref disposed) != 0, this);
        holder.Add();
        return new FeatureMap(holder);
    }

    /// <summary>A second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 0) holder.Remove();
    }

    private sealed class Holder(OrtValue value, Action? freed)
    {
        private int handles = 1;

        public OrtValue Value => value;

        public void Add() => Interlocked.Increment(ref handles);

        public void Remove()
        {
            if (Interlocked.Decrement(ref handles) > 0) return;
            value.Dispose();
            freed?.Invoke();
        }
    }
}
