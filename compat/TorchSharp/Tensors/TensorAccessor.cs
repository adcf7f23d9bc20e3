using System.Collections;
using TorchSharp.Interop;

namespace TorchSharp.Utils;

/// <summary>Typed view of a tensor's elements in row-major order, whatever its strides.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly torch.Tensor tensor;

    internal TensorAccessor(torch.Tensor tensor)
    {
        torch.ElementTypes.Require<T>(tensor.dtype);
        this.tensor = tensor;
    }

    public long Count => tensor.NumberOfElements;

    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get => *Element(indices);
        set => *Element(indices) = value;
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array.AsSpan());
        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        using var packed = tensor.is_contiguous() ? null : Packed();
        var source = packed ?? tensor;
        int count = checked((int)(Count - tensorIndex));
        new ReadOnlySpan<T>((T*)source.Data + tensorIndex, count).CopyTo(array[arrayIndex..]);
        GC.KeepAlive(source);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var source = array[arrayIndex..];
        int count = (int)Math.Min(source.Length, Count - tensorIndex);
        if (tensor.is_contiguous())
        {
            source[..count].CopyTo(new Span<T>((T*)tensor.Data + tensorIndex, count));
            GC.KeepAlive(tensor);
            return;
        }
        using var packed = Packed();
        source[..count].CopyTo(new Span<T>((T*)packed.Data + tensorIndex, count));
        using (torch.no_grad())
        {
            tensor.copy_(packed);
        }
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Nothing to release: the tensor stays its owner's.</summary>
    public void Dispose()
    {
    }

    private torch.Tensor Packed()
    {
        using (torch.no_grad())
        {
            return tensor.contiguous();
        }
    }

    private T* Element(ReadOnlySpan<long> indices)
    {
        long offset = 0;
        nint handle = tensor.RequireHandle();
        if (indices.Length == 1 && tensor.ndim != 1)
        {
            return Flat(indices[0]);
        }
        for (int i = 0; i < indices.Length; i++)
        {
            long size = Native.Sizes(handle)[i];
            if ((ulong)indices[i] >= (ulong)size)
            {
                throw new IndexOutOfRangeException($"index {indices[i]} of dimension {i}, which has {size} entries");
            }
            offset += indices[i] * Native.Strides(handle)[i];
        }
        return (T*)tensor.Data + offset;
    }

    private T* Flat(long index)
    {
        if ((ulong)index >= (ulong)Count)
        {
            throw new IndexOutOfRangeException($"element {index} of {Count}");
        }
        long offset = 0;
        nint handle = tensor.RequireHandle();
        for (int i = (int)tensor.ndim - 1; i >= 0; i--)
        {
            long size = Native.Sizes(handle)[i];
            offset += index % size * Native.Strides(handle)[i];
            index /= size;
        }
        return (T*)tensor.Data + offset;
    }
}
