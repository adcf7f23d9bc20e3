using System.Runtime.InteropServices;
using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>The raw bytes of a contiguous tensor; setting copies exactly that many bytes in.</summary>
        public Span<byte> bytes
        {
            get => is_contiguous() ? new Span<byte>(Data, checked((int)(NumberOfElements * ElementSize)))
                : throw new NotImplementedException("Bytes() called on non-contiguous tensor.");
            set
            {
                var target = bytes;
                if (value.Length != target.Length)
                {
                    throw new ArgumentException($"the tensor has {target.Length} bytes, not {value.Length}");
                }
                value.CopyTo(target);
            }
        }

        /// <summary>Typed access to the elements; T must be the element type.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged => new(this);

        /// <summary>The only element; T must be the element type.</summary>
        public T item<T>() where T : unmanaged
        {
            ElementTypes.Require<T>(dtype);
            return *(T*)Single();
        }

        public Scalar ToScalar() => dtype switch
        {
            ScalarType.Byte => *(byte*)Single(),
            ScalarType.Int8 => *(sbyte*)Single(),
            ScalarType.Int16 => *(short*)Single(),
            ScalarType.Int32 => *(int*)Single(),
            ScalarType.Int64 => *(long*)Single(),
            ScalarType.Float16 => *(Half*)Single(),
            ScalarType.Float32 => *(float*)Single(),
            ScalarType.Float64 => *(double*)Single(),
            ScalarType.Bool => *(bool*)Single(),
            var other => throw new NotImplementedException($"no scalar for {other}"),
        };

        public static explicit operator float(Tensor value) => value.ToScalar().ToSingle();
        public static explicit operator double(Tensor value) => value.ToScalar().ToDouble();
        public static explicit operator int(Tensor value) => value.ToScalar().ToInt32();
        public static explicit operator long(Tensor value) => value.ToScalar().ToInt64();
        public static explicit operator bool(Tensor value) => value.ToScalar().ToBoolean();

        public static implicit operator Tensor(Scalar scalar) => full([], scalar, scalar.Type);
        public static implicit operator Tensor(float value) => tensor(value);
        public static implicit operator Tensor(double value) => tensor(value);
        public static implicit operator Tensor(int value) => tensor(value);
        public static implicit operator Tensor(long value) => tensor(value);
        public static implicit operator Tensor(bool value) => tensor(value);
        public static implicit operator Tensor(float[] value) => tensor(value);
        public static implicit operator Tensor(long[] value) => tensor(value);

        internal static Tensor Allocate(ReadOnlySpan<long> sizes, ScalarType type)
        {
            fixed (long* first = sizes)
            {
                Native.Check(Native.Empty(first, sizes.Length, (int)type, out nint created));
                return new Tensor(created);
            }
        }

        private void* Single() => NumberOfElements == 1 ? Data
            : throw new ArgumentException($"only a tensor with one element has a scalar value, not {NumberOfElements}");
    }

    /// <summary>Which .NET type holds which element type.</summary>
    internal static class ElementTypes
    {
        internal static ScalarType Of<T>() => Of(typeof(T));

        internal static ScalarType Of(Type type) =>
            type == typeof(float) ? ScalarType.Float32
            : type == typeof(long) ? ScalarType.Int64
            : type == typeof(int) ? ScalarType.Int32
            : type == typeof(double) ? ScalarType.Float64
            : type == typeof(byte) ? ScalarType.Byte
            : type == typeof(bool) ? ScalarType.Bool
            : type == typeof(short) ? ScalarType.Int16
            : type == typeof(sbyte) ? ScalarType.Int8
            : type == typeof(Half) ? ScalarType.Float16
            : throw new ArgumentException($"{type.Name} is not an element type of tensors");

        internal static void Require<T>(ScalarType actual)
        {
            if (Of<T>() != actual)
            {
                throw new ArgumentException($"{typeof(T).Name} is not compatible with {actual}");
            }
        }
    }
}
