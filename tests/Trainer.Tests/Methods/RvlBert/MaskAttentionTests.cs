using TorchSharp;
using VlDistill.Trainer.Methods.RvlBert;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.RvlBert;

public sealed class MaskAttentionTests
{
    private const double Rounding = 2e-3;

    [Fact]
    public void MinMax_HandComputed_GoesFromZeroToOne()
    {
        using var scope = NewDisposeScope();

        var scaled = MaskAttention.MinMax(tensor(new[] { -1f, 0, 3, 1 }, [1, 4]));

        Assert.Equal([0, 1 / 4.001, 4 / 4.001, 2 / 4.001], Values(scaled), Close);
    }

    [Fact]
    public void MinMax_ConstantRow_IsZeroWithAFiniteGradient()
    {
        using var scope = NewDisposeScope();
        var scores = full([2, 9], 0.7f).requires_grad_();

        var scaled = MaskAttention.MinMax(scores);
        (scaled - 1).square().mean().backward();

        Assert.Equal(0, scaled.abs().max().ToDouble());
        Assert.True(double.IsFinite(scores.grad!.abs().max().ToDouble()));
    }

    [Fact]
    public void Forward_OneChannel_MaskIsWhereTheMapIsBright()
    {
        using var scope = NewDisposeScope();
        using var module = Identity();
        // Bright at the top right: row 0, columns 1 and 2 of 2 × 3.
        var map = tensor(new[] { 0f, 1, 2, 0, 0, 0 }, [1, 1, 2, 3]);

        var masks = module.call(map, zeros(1, int64), zeros(1, 1));

        Assert.Equal([1, 2, 3], masks.Subjects.shape);
        Assert.Equal([0, 0.5, 1, 0, 0, 0], Values(masks.Subjects), Close);
        // The object's convolution is the negative: everything is rectified to 0 and no place stands out.
        Assert.Equal(0, masks.Objects.abs().max().ToDouble());
    }

    [Fact]
    public void Forward_Name_MovesWhatTheRectifierLetsThrough()
    {
        using var scope = NewDisposeScope();
        using var module = Identity();
        var map = tensor(new[] { 0f, 1, 2, 3 }, [1, 1, 2, 2]);

        // With e = −2 only the last cell is above 0; with e = 1 all cells keep their distances.
        var masks = module.call(map, zeros(2, int64), tensor(new[] { -2f, 1 }, [2, 1]));

        Assert.Equal([0, 0, 0, 1, 0, 1 / 3.0, 2 / 3.0, 1], Values(masks.Subjects), Close);
    }

    [Fact]
    public void Forward_NewModule_AddsNothingToWords()
    {
        using var scope = NewDisposeScope();
        using var module = new MaskAttention(6, 4);

        var masks = module.call(rand(2, 6, 3, 3), tensor(new long[] { 0, 1, 1 }), rand(3, 4));

        Assert.Equal([3, 4], masks.SubjectVisual.shape);
        Assert.Equal(0, masks.SubjectVisual.abs().max().ToDouble() + masks.ObjectVisual.abs().max().ToDouble());
    }

    [Fact]
    public void Forward_Visual_IsTheNormedMeanOfWhatTheMaskShows()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var module = new MaskAttention(6, 4);
        module.eval();
        module.StartAt(1);
        var (map, names) = (rand(1, 6, 3, 3), rand(1, 4));

        var masks = module.call(map, zeros(1, int64), names);

        var grid = (map.flatten(2).transpose(1, 2)[0].matmul(Parameter(module, "reduce.weight").t()) - 0) / Math.Sqrt(1 + 1e-5); // fresh running figures: mean 0, variance 1
        var mean = (grid * masks.Subjects.view(9, 1)).mean([0L]);
        Assert.Equal(Values(nn.functional.layer_norm(mean, [4])), Values(masks.SubjectVisual), Close);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Forward_ConstantMap_IsFiniteWithItsGradient(float value)
    {
        using var scope = NewDisposeScope();
        using var module = new MaskAttention(6, 4);
        var names = rand(2, 4).requires_grad_();

        var masks = module.call(full([1, 6, 3, 3], value), zeros(2, int64), names);
        (masks.Subjects.square().sum() + masks.SubjectVisual.sum() + masks.ObjectVisual.sum()).backward();

        Assert.True(double.IsFinite(masks.Subjects.sum().ToDouble()));
        Assert.All(module.parameters().Where(p => p.grad is not null), p => Assert.True(double.IsFinite(p.grad!.abs().sum().ToDouble())));
        Assert.True(double.IsFinite(names.grad!.abs().sum().ToDouble()));
    }

    /// <summary>One channel, in which G is the map, the subject's score the map and the object's its negative.</summary>
    private static MaskAttention Identity()
    {
        var module = new MaskAttention(1, 1);
        module.eval();
        foreach (var (name, value) in ((string, float)[])[("reduce.weight", 1), ("subject.weight", 1), ("subject.bias", 0), ("object.weight", -1), ("object.bias", 0), ("score.weight", 1)])
            Set(module, name, [value]);
        return module;
    }

    private static Tensor Parameter(nn.Module module, string name) => module.named_parameters().Single(p => p.name == name).parameter;

    private static void Set(nn.Module module, string name, float[] values)
    {
        using var _ = no_grad();
        var parameter = Parameter(module, name);
        parameter.copy_(tensor(values, parameter.shape));
    }

    private static double[] Values(Tensor tensor) => [.. tensor.contiguous().data<float>().ToArray().Select(v => (double)v)];

    private static bool Close(double a, double b) => Math.Abs(a - b) < Rounding;
}
