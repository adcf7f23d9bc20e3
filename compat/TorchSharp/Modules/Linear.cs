using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>y = x Wᵀ + b; W is (out, in).</summary>
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        private Parameter? weights;
        private Parameter? biases;

        internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
        {
            (in_features, out_features) = (weight.shape[1], weight.shape[0]);
            this.weight = weight;
            this.bias = bias;
        }

        public long in_features { get; set; }

        public long out_features { get; set; }

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

        public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, weights!, biases);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Weights and bias uniform in ±1/√inputSize, as PyTorch's Linear.</summary>
            public static Modules.Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null)
            {
                RequireCpu(device);
                var weight = new Modules.Parameter(empty([outputSize, inputSize], dtype));
                init.kaiming_uniform_(weight, Math.Sqrt(5));
                Modules.Parameter? bias = null;
                if (hasBias)
                {
                    double bound = 1 / Math.Sqrt(inputSize);
                    bias = new Modules.Parameter(empty(outputSize, dtype));
                    init.uniform_(bias, -bound, bound);
                }
                return new(weight, bias);
            }

            public static Modules.Linear Linear(Modules.Parameter weight, Modules.Parameter? bias = null) => new(weight, bias);

            public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}
