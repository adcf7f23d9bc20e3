using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>(x − mean) / √(var + eps) over the last dimensions, then scale and shift.</summary>
    public sealed class LayerNorm : nn.Module<Tensor, Tensor>
    {
        private Parameter? weights;
        private Parameter? biases;

        internal LayerNorm(long[] shape, double eps, bool affine, bool bias, ScalarType? dtype) : base(nameof(LayerNorm))
        {
            (normalized_shape, this.eps, elementwise_affine) = (shape, eps, affine);
            if (affine)
            {
                weight = new Parameter(ones(shape, dtype));
                this.bias = bias ? new Parameter(zeros(shape, dtype)) : null;
            }
        }

        public long[] normalized_shape { get; set; }

        public double eps { get; set; }

        public bool elementwise_affine { get; set; }

        public Parameter weight
        {
            get => weights!;
            set => Replace("weight", weights = value);
        }

        public Parameter? bias
        {
            get => biases;
            set => Replace("bias", biases = value);
        }

        public override Tensor forward(Tensor tensor) => nn.functional.layer_norm(tensor, normalized_shape, weights, biases, eps);
    }

    /// <summary>Normalises groups of channels of each sample.</summary>
    public sealed class GroupNorm : nn.Module<Tensor, Tensor>
    {
        private Parameter? weights;
        private Parameter? biases;

        internal GroupNorm(long groups, long channels, double eps, bool affine, ScalarType? dtype) : base(nameof(GroupNorm))
        {
            (num_groups, this.eps, this.affine) = (groups, eps, affine);
            if (affine)
            {
                weight = new Parameter(ones(channels, dtype));
                bias = new Parameter(zeros(channels, dtype));
            }
        }

        public long num_groups { get; set; }

        public double eps { get; set; }

        public bool affine { get; set; }

        public Parameter weight
        {
            get => weights!;
            set => Replace("weight", weights = value);
        }

        public Parameter? bias
        {
            get => biases;
            set => Replace("bias", biases = value);
        }

        public override Tensor forward(Tensor tensor) => nn.functional.group_norm(tensor, num_groups, weights, biases, eps);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.LayerNorm LayerNorm(long[] normalized_shape, double eps = 1e-5, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null)
            {
                RequireCpu(device);
                return new(normalized_shape, eps, elementwise_affine, bias, dtype);
            }

            public static Modules.LayerNorm LayerNorm(long normalized_shape, double eps = 1e-5, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null)
                => LayerNorm([normalized_shape], eps, elementwise_affine, bias, device, dtype);

            public static Modules.GroupNorm GroupNorm(long num_groups, long num_channels, double eps = 1e-5, bool affine = true, Device? device = null, ScalarType? dtype = null)
            {
                RequireCpu(device);
                return new(num_groups, num_channels, eps, affine, dtype);
            }
        }
    }
}
