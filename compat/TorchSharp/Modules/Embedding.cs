using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Rows of a table by int64 index.</summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        private readonly long paddingIndex;
        private readonly bool scaleByFrequency;
        private Parameter? weights;

        internal Embedding(Parameter weight, long? paddingIndex, bool scaleByFrequency) : base(nameof(Embedding))
        {
            this.paddingIndex = paddingIndex ?? -1;
            this.scaleByFrequency = scaleByFrequency;
            this.weight = weight;
        }

        public Parameter? weight
        {
            get => weights;
            set => Replace("weight", weights = value);
        }

        public override Tensor forward(Tensor input) => Aten.Call("embedding", weights, input, paddingIndex, scaleByFrequency);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>N(0, 1) rows, zero at <paramref name="padding_idx"/>; max_norm and sparse gradients are not here.</summary>
            public static Modules.Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                if (max_norm is not null || sparse)
                {
                    throw new NotImplementedException("max_norm and sparse gradients of embeddings");
                }
                RequireCpu(device);
                var weight = new Modules.Parameter(empty([num_embeddings, embedding_dims], dtype));
                init.normal_(weight);
                if (padding_idx is { } row)
                {
                    using (no_grad())
                    {
                        using var padding = weight.select(0, row);
                        padding.zero_();
                    }
                }
                return new(weight, padding_idx, scale_grad_by_freq);
            }
        }
    }
}
