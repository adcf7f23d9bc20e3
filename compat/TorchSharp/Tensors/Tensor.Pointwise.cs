using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Element by element, out of place.
    public partial class Tensor
    {
        public Tensor abs() => Aten.Call("abs", this);

        public Tensor acos() => Aten.Call("acos", this);

        public Tensor asin() => Aten.Call("asin", this);

        public Tensor atan() => Aten.Call("atan", this);

        public Tensor ceil() => Aten.Call("ceil", this);

        public Tensor cos() => Aten.Call("cos", this);

        public Tensor erf() => Aten.Call("erf", this);

        public Tensor exp() => Aten.Call("exp", this);

        public Tensor expm1() => Aten.Call("expm1", this);

        public Tensor floor() => Aten.Call("floor", this);

        public Tensor frac() => Aten.Call("frac", this);

        public Tensor log() => Aten.Call("log", this);

        public Tensor log10() => Aten.Call("log10", this);

        public Tensor log1p() => Aten.Call("log1p", this);

        public Tensor log2() => Aten.Call("log2", this);

        public Tensor neg() => Aten.Call("neg", this);

        public Tensor reciprocal() => Aten.Call("reciprocal", this);

        public Tensor relu() => Aten.Call("relu", this);

        public Tensor relu6() => Aten.Call("relu6", this);

        public Tensor rsqrt() => Aten.Call("rsqrt", this);

        public Tensor sigmoid() => Aten.Call("sigmoid", this);

        public Tensor sign() => Aten.Call("sign", this);

        public Tensor silu() => Aten.Call("silu", this);

        public Tensor sin() => Aten.Call("sin", this);

        public Tensor sqrt() => Aten.Call("sqrt", this);

        public Tensor square() => Aten.Call("square", this);

        public Tensor tan() => Aten.Call("tan", this);

        public Tensor tanh() => Aten.Call("tanh", this);

        public Tensor trunc() => Aten.Call("trunc", this);

        public Tensor hardswish() => Aten.Call("hardswish", this);

        public Tensor hardsigmoid() => Aten.Call("hardsigmoid", this);

        public Tensor gelu() => Aten.Call("gelu", this);

        public Tensor log_sigmoid() => Aten.Call("log_sigmoid", this);

        public Tensor softplus(double beta = 1, double threshold = 20) => Aten.Call("softplus", this, beta, threshold);

        public Tensor elu(double alpha = 1) => Aten.Call("elu", this, alpha);

        public Tensor leaky_relu(Scalar negative_slope) => Aten.Call("leaky_relu", this, negative_slope);

        public Tensor hardtanh(Scalar min, Scalar max) => Aten.Call("hardtanh", this, min, max);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Aten.Call("clamp", this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Aten.Call("clamp.Tensor", this, min, max);

        public Tensor clamp_min(Scalar min) => Aten.Call("clamp_min", this, min);

        public Tensor clamp_max(Scalar max) => Aten.Call("clamp_max", this, max);

        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) => Aten.Call("nan_to_num", this, nan, posinf, neginf);

        public Tensor isnan() => Aten.Call("isnan", this);

        public Tensor isfinite() => Aten.Call("isfinite", this);

        public Tensor isinf() => Aten.Call("isinf", this);

        public Tensor logical_not() => Aten.Call("logical_not", this);

        public Tensor bitwise_not() => Aten.Call("bitwise_not", this);
    }
}
