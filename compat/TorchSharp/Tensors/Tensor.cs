using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>An n-dimensional array in libtorch's memory; freed by Dispose, by its dispose scope, or at last by the finaliser.</summary>
    public unsafe partial class Tensor : IDisposable
    {
        private static long totalCount;
        private static long peakCount;
        private nint handle;

        internal Tensor(nint handle)
        {
            this.handle = handle;
            if (Interlocked.Increment(ref totalCount) is var live && live > Volatile.Read(ref peakCount))
            {
                Volatile.Write(ref peakCount, live);
            }
            DisposeScope.Current?.Attach(this);
        }

        ~Tensor() => Dispose(false);

        /// <summary>How many tensor objects of this process hold native memory now.</summary>
        public static long TotalCount => Volatile.Read(ref totalCount);

        /// <summary>The most there ever were at once.</summary>
        public static long PeakCount => Volatile.Read(ref peakCount);

        internal DisposeScope? Owner { get; set; }

        public nint Handle => RequireHandle();

        public bool IsInvalid => handle == 0;

        public ScalarType dtype => (ScalarType)Native.ElementType(RequireHandle());

        public Device device => CPU;

        public DeviceType device_type => DeviceType.CPU;

        public int device_index => -1;

        public bool is_cuda => false;

        public long ndim => Native.Dim(RequireHandle());

        public long Dimensions => ndim;

        public long NumberOfElements => Native.NumberOfElements(RequireHandle());

        public long ElementSize => dtype.ElementSize();

        public long[] shape => new ReadOnlySpan<long>(Native.Sizes(RequireHandle()), Native.Dim(handle)).ToArray();

        public bool requires_grad
        {
            get => Native.RequiresGrad(RequireHandle());
            set => Native.Check(Native.SetRequiresGrad(RequireHandle(), value));
        }

        public bool is_leaf => Native.IsLeaf(RequireHandle());

        /// <summary>The gradient that backward() left, as a new tensor object, or null.</summary>
        public Tensor? grad
        {
            get => Native.Grad(RequireHandle()) is var g && g != 0 ? new Tensor(g) : null;
            set => Native.Check(Native.SetGrad(RequireHandle(), value?.RequireHandle() ?? 0));
        }

        public long dim() => ndim;

        public long numel() => NumberOfElements;

        public long element_size() => ElementSize;

        public long[] size() => shape;

        public long size(int dim) => Native.Sizes(RequireHandle())[WrapDimension(dim)];

        public long[] stride() => new ReadOnlySpan<long>(Native.Strides(RequireHandle()), Native.Dim(handle)).ToArray();

        public long stride(int dim) => Native.Strides(RequireHandle())[WrapDimension(dim)];

        public long storage_offset() => Native.StorageOffset(RequireHandle());

        public bool is_contiguous() => Native.IsContiguous(RequireHandle());

        public bool is_cpu() => true;

        public bool is_floating_point() => dtype is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;

        public bool is_integral() => dtype <= ScalarType.Int64;

        public void backward() => backward(null);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null)
            => autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        public void retain_grad() => Native.Check(Native.RetainGrad(RequireHandle()));

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public Tensor MoveToOuterDisposeScope()
        {
            Owner?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(DisposeScope other)
        {
            if (Owner is { } owner)
            {
                owner.MoveToOther(other, this);
            }
            else
            {
                other.Attach(this);
            }
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            Owner?.Detach(this);
            return this;
        }

        /// <summary>Gives up the native tensor without freeing it; this object is invalid afterwards.</summary>
        public nint DecoupleFromNativeHandle()
        {
            nint decoupled = RequireHandle();
            Forget();
            return decoupled;
        }

        public void Dispose()
        {
            Dispose(true);
        }

        protected virtual void Dispose(bool disposing)
        {
            nint owned = handle;
            if (owned == 0)
            {
                return;
            }
            if (disposing)
            {
                Forget();
            }
            else
            {
                handle = 0;
                Interlocked.Decrement(ref totalCount);
            }
            Native.Free(owned);
        }

        public override bool Equals(object? obj) => obj is Tensor tensor && Equals(tensor);

        public bool Equals(Tensor target) => handle == target.handle || Aten.CallBool("equal", this, target);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal nint RequireHandle() => handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        internal void* Data => Native.Data(RequireHandle());

        internal int WrapDimension(long dim)
        {
            int count = Native.Dim(RequireHandle());
            long wrapped = dim < 0 ? dim + count : dim;
            return wrapped >= 0 && wrapped < count ? (int)wrapped
                : throw new System.Runtime.InteropServices.ExternalException($"dimension {dim} is out of range for a tensor of {count} dimensions");
        }

        private void Forget()
        {
            Owner?.MarkAsDisposed(this);
            Owner = null;
            handle = 0;
            Interlocked.Decrement(ref totalCount);
            GC.SuppressFinalize(this);
        }
    }
}
