using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>No operator on this thread records a graph until the result is disposed.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static IDisposable inference_mode(bool mode = true) => new InferenceScope(mode);

    public static bool is_grad_enabled() => Native.GradEnabled();

    public static unsafe class autograd
    {
        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            var (roots, grads, leaves) = (Handles(tensors), Handles(grad_tensors), Handles(inputs));
            fixed (nint* r = roots, g = grads, l = leaves)
            {
                Native.Check(Native.Backward(r, roots.Length, g, grads.Length, retain_graph ?? create_graph, create_graph, l, leaves.Length));
            }
            KeepAlive(tensors, grad_tensors, inputs);
        }

        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            var (roots, grads, leaves) = (Handles(outputs), Handles(grad_outputs), Handles(inputs));
            var results = new nint[leaves.Length];
            fixed (nint* r = roots, g = grads, l = leaves, o = results)
            {
                Native.Check(Native.AutogradGrad(r, roots.Length, l, leaves.Length, g, grads.Length, retain_graph || create_graph, create_graph, allow_unused, o));
            }
            KeepAlive(outputs, grad_outputs, inputs);
            return results.Select(h => h == 0 ? null! : new Tensor(h)).ToArray();
        }

        private static nint[] Handles(IList<Tensor>? tensors) => tensors is null ? [] : [.. tensors.Select(t => t.RequireHandle())];

        private static void KeepAlive(object a, object? b, object? c)
        {
            GC.KeepAlive(a);
            GC.KeepAlive(b);
            GC.KeepAlive(c);
        }
    }

    /// <summary>Switches recording for this thread and switches back on disposal.</summary>
    private sealed class GradMode : IDisposable
    {
        private readonly bool before = Native.GradEnabled();

        internal GradMode(bool on) => Native.SetGradEnabled(on);

        public void Dispose() => Native.SetGradEnabled(before);
    }

    private sealed class InferenceScope(bool on) : IDisposable
    {
        private nint guard = Native.InferenceBegin(on);

        public void Dispose()
        {
            if (guard != 0)
            {
                Native.InferenceEnd(guard);
                guard = 0;
            }
        }
    }
}
