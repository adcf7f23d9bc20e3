using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static class utils
        {
            /// <summary>Scales all gradients together so that their joint norm is at most <paramref name="max_norm"/>; returns the norm before.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using var scope = NewDisposeScope();
                using var _ = no_grad();
                var grads = tensors.Select(tensor => tensor.grad).OfType<Tensor>().ToList();
                if (grads.Count == 0)
                {
                    return 0;
                }
                double norm = double.IsPositiveInfinity(norm_type)
                    ? grads.Max(grad => grad.abs().max().ToDouble())
                    : stack(grads.Select(grad => grad.norm((float)norm_type))).norm((float)norm_type).ToDouble();
                double scale = max_norm / (norm + 1e-6);
                if (scale < 1)
                {
                    foreach (var grad in grads)
                    {
                        grad.mul_(scale);
                    }
                }
                return norm;
            }

            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var _ = no_grad();
                foreach (var tensor in tensors)
                {
                    using var grad = tensor.grad;
                    grad?.clamp_(-clip_value, clip_value);
                }
            }
        }
    }
}
