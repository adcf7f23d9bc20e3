using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Normalises each channel by the batch's statistics in training and by the running ones otherwise.</summary>
    public abstract class NormBase : nn.Module<Tensor, Tensor>
    {
        private Parameter? weights;
        private Parameter? biases;
        private Tensor? mean;
        private Tensor? variance;
        private Tensor? batches;

        public NormBase(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name) : base(name)
        {
            RequireCpu(device);
            (this.num_features, this.eps, this.momentum, this.affine, this.track_running_stats) = (num_features, eps, momentum, affine, track_running_stats);
            if (affine)
            {
                weight = new Parameter(ones(num_features, dtype));
                bias = new Parameter(zeros(num_features, dtype));
            }
            if (track_running_stats)
            {
                running_mean = zeros(num_features, dtype);
                running_var = ones(num_features, dtype);
                num_batches_tracked = zeros([], ScalarType.Int64);
            }
        }

        public long num_features { get; }

        public double eps { get; set; }

        public double? momentum { get; set; }

        public bool affine { get; }

        public bool track_running_stats { get; }

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

        public Tensor? running_mean
        {
            get => mean;
            set => register_buffer("running_mean", (mean = value)!);
        }

        public Tensor? running_var
        {
            get => variance;
            set => register_buffer("running_var", (variance = value)!);
        }

        public Tensor? num_batches_tracked
        {
            get => batches;
            set => register_buffer("num_batches_tracked", (batches = value)!);
        }

        protected abstract void ValidateInputDimensions(Tensor input);
    }

    public abstract class BatchNorm : NormBase
    {
        public BatchNorm(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
        {
        }

        public override Tensor forward(Tensor input)
        {
            ValidateInputDimensions(input);
            if (training && num_batches_tracked is { } batches)
            {
                using var _ = no_grad();
                batches.add_(1);
            }
            return nn.functional.batch_norm(input, running_mean!, running_var!, affine ? weight : null, bias, training || running_mean is null, momentum ?? 0.1, eps);
        }
    }

    /// <summary>Over (B, C, H, W).</summary>
    public sealed class BatchNorm2d : BatchNorm
    {
        internal BatchNorm2d(long features, double eps, double momentum, bool affine, bool track, Device? device, ScalarType? dtype)
            : base(features, eps, momentum, affine, track, device, dtype, nameof(BatchNorm2d))
        {
        }

        protected override void ValidateInputDimensions(Tensor input)
        {
            if (input.ndim != 4)
            {
                throw new ArgumentException($"expected 4D input, but got {input.ndim}D input instead.");
            }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.BatchNorm2d BatchNorm2d(long num_features, double eps = 1e-5, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null)
                => new(num_features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }
}
