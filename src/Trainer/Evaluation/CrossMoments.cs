using static TorchSharp.torch;

namespace VlDistill.Trainer.Evaluation;

/// <summary>Sums of two networks' states and of their products over many tokens: enough for a linear map between them and for CKA.</summary>
/// <param name="first">Size of the first network's states.</param>
/// <param name="second">Size of the second's.</param>
public sealed class CrossMoments(int first, int second)
{
    private readonly double[] sumX = new double[first], sumY = new double[second];
    private readonly double[] xx = new double[first * first], xy = new double[first * second], yy = new double[second * second];
    private readonly Lock gate = new();
    private long count;

    /// <summary>Adds states (n, first) and (n, second) of the same tokens; any thread may call it.</summary>
    public void Add(Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (x.to(float64), y.to(float64));
        double[][] parts = [.. new[] { a.sum([0L]), b.sum([0L]), a.t().matmul(a), a.t().matmul(b), b.t().matmul(b) }.Select(t => t.contiguous().data<double>().ToArray())];
        lock (gate)
        {
            count += x.shape[0];
            foreach (var (sum, part) in new[] { sumX, sumY, xx, xy, yy }.Zip(parts))
                for (var i = 0; i < sum.Length; i++) sum[i] += part[i];
        }
    }

    /// <summary>Linear centred kernel alignment in [0, 1] (Kornblith et al. 2019, eq. 5): 1 = the same up to rotation and scale.</summary>
    public double LinearCka()
    {
        var cross = Centred(xy, sumX, sumY).Sum(v => v * v);
        var (a, b) = (Centred(xx, sumX, sumX).Sum(v => v * v), Centred(yy, sumY, sumY).Sum(v => v * v));
        return a > 0 && b > 0 ? cross / Math.Sqrt(a * b) : 0;
    }

    /// <summary>Least-squares map φ(x) = x · weight + bias over the summed tokens: weight row-major (first, second), bias (second).</summary>
    /// <param name="ridge">Added to the covariance's diagonal, as a share of its mean.</param>
    public (double[] Weight, double[] Bias) Fit(double ridge = 1e-4)
    {
        var covariance = Centred(xx, sumX, sumX);
        var added = ridge * Enumerable.Range(0, first).Average(i => covariance[i * first + i]) + 1e-12;
        for (var i = 0; i < first; i++) covariance[i * first + i] += added;
        var weight = SolvePositive(covariance, Centred(xy, sumX, sumY));
        var bias = new double[second];
        for (var j = 0; j < second; j++)
        {
            bias[j] = sumY[j] / count;
            for (var i = 0; i < first; i++) bias[j] -= sumX[i] / count * weight[i * second + j];
        }
        return (weight, bias);
    }

    private double[] Centred(double[] products, double[] left, double[] right)
    {
        var centred = new double[products.Length];
        for (var i = 0; i < left.Length; i++)
            for (var j = 0; j < right.Length; j++)
                centred[i * right.Length + j] = products[i * right.Length + j] / count - left[i] / count * (right[j] / count);
        return centred;
    }

    /// <summary>Solves A · W = B for a positive definite A (first, first) by Cholesky, in place; B is (first, second).</summary>
    private double[] SolvePositive(double[] a, double[] b)
    {
        for (var j = 0; j < first; j++)
            for (var i = j; i < first; i++)
            {
                var sum = a[i * first + j];
                for (var k = 0; k < j; k++) sum -= a[i * first + k] * a[j * first + k];
                a[i * first + j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-300)) : sum / a[j * first + j];
            }
        for (var c = 0; c < second; c++)
        {
            for (var i = 0; i < first; i++)
            {
                for (var k = 0; k < i; k++) b[i * second + c] -= a[i * first + k] * b[k * second + c];
                b[i * second + c] /= a[i * first + i];
            }
            for (var i = first - 1; i >= 0; i--)
            {
                for (var k = i + 1; k < first; k++) b[i * second + c] -= a[k * first + i] * b[k * second + c];
                b[i * second + c] /= a[i * first + i];
            }
        }
        return b;
    }
}
