using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>One step of AdamW (Loshchilov &amp; Hutter 2019).</summary>
internal readonly struct AdamWUpdate(double lr, double beta1, double beta2, double eps, double decay, bool maximize)
{
    /// <summary>Changes the parameter and both moments; <paramref name="step"/> counts from 1.</summary>
    internal unsafe void Apply(Tensor parameter, Tensor gradient, Tensor first, Tensor second, Tensor? secondMax, long step)
    {
        bool plain = secondMax is null && Plain(parameter) && Plain(gradient) && Plain(first) && Plain(second);
        if (plain)
        {
            int count = checked((int)parameter.NumberOfElements);
            Fused(new((float*)parameter.Data, count), new((float*)gradient.Data, count), new((float*)first.Data, count), new((float*)second.Data, count), step);
        }
        else
        {
            Composed(parameter, gradient, first, second, secondMax, step);
        }
    }

    /// <summary>One pass over memory instead of the dozen of the composed form.</summary>
    private void Fused(Span<float> parameter, Span<float> gradient, Span<float> first, Span<float> second, long step)
    {
        double correction1 = 1 - Math.Pow(beta1, step), correction2 = 1 - Math.Pow(beta2, step);
        float stepSize = (float)(lr / correction1), root = (float)(1 / Math.Sqrt(correction2)), small = (float)eps;
        float shrink = (float)(1 - lr * decay);
        float sign = maximize ? -1 : 1, b1 = (float)beta1, b2 = (float)beta2, c1 = (float)(1 - beta1), c2 = (float)(1 - beta2);
        var p = Vectors(parameter);
        var g = Vectors(gradient);
        var m = Vectors(first);
        var v = Vectors(second);
        var (smallVector, sizeVector) = (new Vector<float>(small), new Vector<float>(stepSize));
        for (int i = 0; i < p.Length; i++)
        {
            var weight = p[i] * shrink;
            var slope = g[i] * sign;
            m[i] = m[i] * b1 + slope * c1;
            v[i] = v[i] * b2 + slope * slope * c2;
            p[i] = weight - sizeVector * m[i] / (Vector.SquareRoot(v[i]) * root + smallVector);
        }
        for (int i = p.Length * Vector<float>.Count; i < parameter.Length; i++)
        {
            float weight = parameter[i] * shrink;
            float slope = gradient[i] * sign;
            first[i] = first[i] * b1 + slope * c1;
            second[i] = second[i] * b2 + slope * slope * c2;
            parameter[i] = weight - stepSize * first[i] / (MathF.Sqrt(second[i]) * root + small);
        }
    }

    private void Composed(Tensor parameter, Tensor gradient, Tensor first, Tensor second, Tensor? secondMax, long step)
    {
        using var scope = NewDisposeScope();
        var slope = maximize ? -gradient : gradient;
        parameter.mul_(1 - lr * decay);
        first.mul_(beta1).add_(slope, 1 - beta1);
        second.mul_(beta2).addcmul_(slope, slope, 1 - beta2);
        if (secondMax is not null)
        {
            secondMax.copy_(secondMax.maximum(second));
        }
        double correction1 = 1 - Math.Pow(beta1, step), correction2 = 1 - Math.Pow(beta2, step);
        var denominator = (secondMax ?? second).sqrt().div_(Math.Sqrt(correction2)).add_(eps);
        parameter.addcdiv_(first, denominator, -lr / correction1);
    }

    private static Span<Vector<float>> Vectors(Span<float> numbers) => MemoryMarshal.Cast<float, Vector<float>>(numbers);

    private static bool Plain(Tensor tensor) => tensor.dtype == ScalarType.Float32 && tensor.is_contiguous();
}
