using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // In place; every method returns this tensor.
    public partial class Tensor
    {
        public Tensor abs_() => InPlace("abs_", this);

        public Tensor neg_() => InPlace("neg_", this);

        public Tensor exp_() => InPlace("exp_", this);

        public Tensor log_() => InPlace("log_", this);

        public Tensor sqrt_() => InPlace("sqrt_", this);

        public Tensor rsqrt_() => InPlace("rsqrt_", this);

        public Tensor reciprocal_() => InPlace("reciprocal_", this);

        public Tensor relu_() => InPlace("relu_", this);

        public Tensor relu6_() => InPlace("relu6_", this);

        public Tensor sigmoid_() => InPlace("sigmoid_", this);

        public Tensor silu_() => InPlace("silu_", this);

        public Tensor tanh_() => InPlace("tanh_", this);

        public Tensor floor_() => InPlace("floor_", this);

        public Tensor ceil_() => InPlace("ceil_", this);

        public Tensor hardswish_() => InPlace("hardswish_", this);

        public Tensor gelu_() => InPlace("gelu_", this);

        public Tensor leaky_relu_(Scalar negative_slope) => InPlace("leaky_relu_", this, negative_slope);

        public Tensor hardtanh_(Scalar min, Scalar max) => InPlace("hardtanh_", this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => InPlace("clamp_", this, min, max);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => InPlace("clamp_.Tensor", this, min, max);

        public Tensor clamp_min_(Scalar min) => InPlace("clamp_min_", this, min);

        public Tensor clamp_max_(Scalar max) => InPlace("clamp_max_", this, max);

        public Tensor logical_not_() => InPlace("logical_not_", this);

        public Tensor zero_() => InPlace("zero_", this);

        public Tensor fill_(Scalar value) => InPlace("fill_.Scalar", this, value);

        public Tensor uniform_(double from, double to, Generator? generator = null) => InPlace("uniform_", this, from, to, generator);

        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) => InPlace("normal_", this, mean, std, generator);

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => InPlace("bernoulli_.float", this, p, generator);

        public Tensor bernoulli_(Tensor p, Generator? generator = null) => InPlace("bernoulli_.Tensor", this, p, generator);

        public Tensor exponential_(double lambda = 1, Generator? generator = null) => InPlace("exponential_", this, lambda, generator);

        public Tensor detach_() => InPlace("detach_", this);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => InPlace("copy_", this, source, nonBlocking);

        public Tensor set_(Tensor source) => InPlace("set_.source_Tensor", this, source);

        public Tensor masked_fill_(Tensor mask, Scalar value) => InPlace("masked_fill_.Scalar", this, mask, value);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => InPlace("scatter_.src", this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => InPlace("scatter_add_", this, dim, index, src);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => InPlace("index_add_", this, dim, index, source, alpha);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) => InPlace("index_copy_", this, dim, index, source);

        public Tensor index_fill_(long dim, Tensor index, Scalar value) => InPlace("index_fill_.int_Scalar", this, dim, index, value);

        public Tensor unsqueeze_(long dim) => InPlace("unsqueeze_", this, dim);

        public Tensor transpose_(long dim0, long dim1) => InPlace("transpose_", this, dim0, dim1);

        public Tensor triu_(long diagonal = 0) => InPlace("triu_", this, diagonal);

        public Tensor tril_(long diagonal = 0) => InPlace("tril_", this, diagonal);

        public Tensor add_(Scalar scalar) => InPlace("add_.Scalar", this, scalar);

        public Tensor add_(Scalar scalar, Scalar alpha) => InPlace("add_.Scalar", this, scalar, alpha);

        public Tensor add_(Tensor target) => InPlace("add_.Tensor", this, target);

        public Tensor add_(Tensor target, Scalar alpha) => InPlace("add_.Tensor", this, target, alpha);

        public Tensor sub_(Scalar target) => InPlace("sub_.Scalar", this, target);

        public Tensor sub_(Tensor target) => InPlace("sub_.Tensor", this, target);

        public Tensor mul_(Scalar target) => InPlace("mul_.Scalar", this, target);

        public Tensor mul_(Tensor target) => InPlace("mul_.Tensor", this, target);

        public Tensor pow_(Scalar exponent) => InPlace("pow_.Scalar", this, exponent);

        public Tensor pow_(Tensor exponent) => InPlace("pow_.Tensor", this, exponent);

        public Tensor lerp_(Tensor end, Tensor weight) => InPlace("lerp_.Tensor", this, end, weight);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace("addcmul_", this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace("addcdiv_", this, tensor1, tensor2, value);

        public Tensor eq_(Scalar target) => InPlace("eq_.Scalar", this, target);

        public Tensor eq_(Tensor target) => InPlace("eq_.Tensor", this, target);

        public Tensor ne_(Scalar target) => InPlace("ne_.Scalar", this, target);

        public Tensor ne_(Tensor target) => InPlace("ne_.Tensor", this, target);

        public Tensor gt_(Scalar target) => InPlace("gt_.Scalar", this, target);

        public Tensor gt_(Tensor target) => InPlace("gt_.Tensor", this, target);

        public Tensor ge_(Scalar target) => InPlace("ge_.Scalar", this, target);

        public Tensor ge_(Tensor target) => InPlace("ge_.Tensor", this, target);

        public Tensor lt_(Scalar target) => InPlace("lt_.Scalar", this, target);

        public Tensor lt_(Tensor target) => InPlace("lt_.Tensor", this, target);

        public Tensor le_(Scalar target) => InPlace("le_.Scalar", this, target);

        public Tensor le_(Tensor target) => InPlace("le_.Tensor", this, target);

        public Tensor logical_and_(Tensor other) => InPlace("logical_and_", this, other);

        public Tensor logical_or_(Tensor other) => InPlace("logical_or_", this, other);

        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => InPlace("addmm_", this, mat1, mat2, beta, alpha);

        public Tensor remainder_(Scalar scalar) => InPlace("remainder_.Scalar", this, scalar);

        public Tensor remainder_(Tensor target) => InPlace("remainder_.Tensor", this, target);

        public Tensor fmod_(Scalar scalar) => InPlace("fmod_.Scalar", this, scalar);

        public Tensor fmod_(Tensor target) => InPlace("fmod_.Tensor", this, target);

        public Tensor erfinv_() => InPlace("erfinv_", this);
    }
}
