using TorchSharp.Interop;
using Kind = TorchSharp.torch.TensorIndex.Kind;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public Tensor this[long i1]
        {
            get => index(new TensorIndex[] { i1 });
            set => Assign(value, [i1]);
        }

        public Tensor this[long i1, long i2]
        {
            get => index(new TensorIndex[] { i1, i2 });
            set => Assign(value, [i1, i2]);
        }

        public Tensor this[long i1, long i2, long i3]
        {
            get => index(new TensorIndex[] { i1, i2, i3 });
            set => Assign(value, [i1, i2, i3]);
        }

        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(new TensorIndex[] { i1, i2, i3, i4 });
            set => Assign(value, [i1, i2, i3, i4]);
        }

        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => Assign(value, indices);
        }

        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => Aten.Apply("index_put_", this, Arg.Optional(indices), value, false);
        }

        public Tensor index(params Tensor[] indices) => Aten.Call("index.Tensor", this, Arg.Optional(indices));

        public Tensor index(params TensorIndex[] indices)
        {
            var view = View(indices, out var tensors);
            if (tensors is null)
            {
                return view;
            }
            using (view)
            {
                return Aten.Call("index.Tensor", view, Arg.Optional(tensors));
            }
        }

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var filled = full([], value, dtype);
            return index_put_(filled, indices, false);
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false)
        {
            Aten.Apply("index_put_", this, Arg.Optional(indices), value, accumulate);
            return this;
        }

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            using var view = View(indices, out var tensors);
            if (tensors is not null)
            {
                Aten.Apply("index_put_", view, Arg.Optional(tensors), value, accumulate);
            }
            else if (accumulate)
            {
                view.add_(value);
            }
            else
            {
                view.copy_(value);
            }
            return this;
        }

        private void Assign(Tensor value, TensorIndex[] indices) => index_put_(value, indices, false);

        /// <summary>Applies the entries that are views; index tensors come back at their place among the view's dimensions.</summary>
        private Tensor View(TensorIndex[] indices, out Tensor?[]? tensors)
        {
            var current = alias();
            List<Tensor?>? collected = null;
            int dim = 0;
            foreach (var entry in indices)
            {
                if (entry.Type == Kind.Ellipsis)
                {
                    dim += (int)ndim - indices.Sum(Consumed);
                    continue;
                }
                if (entry.Type == Kind.Tensor)
                {
                    collected ??= [];
                    while (collected.Count < dim)
                    {
                        collected.Add(null);
                    }
                    collected.Add(entry.Indices);
                    dim += entry.Indices!.dtype is ScalarType.Bool ? (int)entry.Indices.ndim : 1;
                    continue;
                }
                if (entry is { Type: Kind.Slice, Start: null, Stop: null, Step: null })
                {
                    dim++;
                    continue;
                }
                var next = entry.Type switch
                {
                    Kind.Single => Aten.Call("select.int", current, dim, entry.Start),
                    Kind.Slice => Aten.Call("slice.Tensor", current, dim, entry.Start, entry.Stop, entry.Step ?? 1),
                    Kind.None => Aten.Call("unsqueeze", current, dim),
                    _ => throw new NotImplementedException($"index entry {entry.Type}"),
                };
                current.Dispose();
                current = next;
                dim += entry.Type == Kind.Single ? 0 : 1;
            }
            tensors = collected?.ToArray();
            return current;
        }

        private static int Consumed(TensorIndex entry) => entry.Type switch
        {
            Kind.None or Kind.Ellipsis => 0,
            Kind.Tensor when entry.Indices!.dtype is ScalarType.Bool => (int)entry.Indices.ndim,
            _ => 1,
        };
    }
}
