using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>What convolutions share: sizes and the (out, in/groups, kernel…) weight.</summary>
    public abstract class Convolution : nn.Module<Tensor, Tensor>
    {
        private protected Parameter? weights;
        private protected Parameter? biases;

        private protected Convolution(string name, long inputs, long outputs, long[] kernel, long[] stride, long[] padding, long[] dilation, long groups, PaddingModes mode, bool bias, ScalarType? dtype) : base(name)
        {
            (in_channels, out_channels, kernel_size, this.stride) = (inputs, outputs, kernel, stride);
            (this.padding, this.dilation, this.groups, padding_mode) = (padding, dilation, groups, mode);
            weight = new Parameter(empty([outputs, inputs / groups, .. kernel], dtype));
            nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
            if (bias)
            {
                double bound = 1 / Math.Sqrt(inputs / groups * kernel.Aggregate(1L, (product, side) => product * side));
                this.bias = new Parameter(empty(outputs, dtype));
                nn.init.uniform_(this.bias, -bound, bound);
            }
        }

        public long in_channels { get; }

        public long out_channels { get; }

        public long groups { get; set; }

        public long[] kernel_size { get; set; }

        public long[] stride { get; set; }

        public long[] padding { get; }

        public long[] dilation { get; set; }

        public PaddingModes padding_mode { get; set; }

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
    }

    /// <summary>Over (B, C, H, W).</summary>
    public sealed class Conv2d : Convolution
    {
        internal Conv2d(long inputs, long outputs, long[] kernel, long[] stride, long[] padding, long[] dilation, long groups, PaddingModes mode, bool bias, ScalarType? dtype)
            : base(nameof(Conv2d), inputs, outputs, kernel, stride, padding, dilation, groups, mode, bias, dtype)
        {
        }

        public override Tensor forward(Tensor input)
        {
            if (padding_mode == PaddingModes.Zeros)
            {
                return nn.functional.conv2d(input, weights!, biases, stride, padding, dilation, groups);
            }
            using var padded = nn.functional.pad(input, [padding[1], padding[1], padding[0], padding[0]], padding_mode);
            return nn.functional.conv2d(padded, weights!, biases, stride, [0, 0], dilation, groups);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
                => Conv2d(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), (dilation, dilation), padding_mode, groups, bias, device, dtype);

            public static Modules.Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            {
                RequireCpu(device);
                return new(in_channels, out_channels, Sides(kernel_size, 1), Sides(stride, 1), Sides(padding, 0), Sides(dilation, 1), groups, padding_mode, bias, dtype);
            }

            private static long[] Sides((long, long)? pair, long otherwise) => pair is { } p ? [p.Item1, p.Item2] : [otherwise, otherwise];
        }
    }
}
