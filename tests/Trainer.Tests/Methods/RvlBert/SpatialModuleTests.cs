using TorchSharp;
using VlDistill.Trainer.Methods.RvlBert;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.RvlBert;

public sealed class SpatialModuleTests
{
    [Fact]
    public void Forward_HandSetWeights_IsTheFormula()
    {
        using var scope = NewDisposeScope();
        using var module = new SpatialModule(1, 0.5);
        module.eval();
        // W1 reads x1 of the subject, W2 y2 of the object; every other layer is a number and a bias.
        Set(module, "subject.weight", 2, 0, 0, 0);
        Set(module, "subject.bias", 0.1f);
        Set(module, "object.weight", 0, 0, 0, 4);
        Set(module, "object.bias", -3);
        Set(module, "joined.weight", 3);
        Set(module, "joined.bias", 0.5f);
        Set(module, "place.weight", -1);
        Set(module, "place.bias", 0.25f);
        Set(module, "mix.weight", 2, 1);
        Set(module, "mix.bias", 1);
        Set(module, "fused.weight", 5);
        Set(module, "fused.bias", 7);

        var h = module.call(tensor(new[] { 1.5f, 0.1f }, [2, 1]), tensor(new[] { 0.2f, 0, 1, 1, 0.2f, 0, 1, 1 }, [2, 4]), tensor(new[] { 0, 0, 1, 0.9f, 0, 0, 1, 0.5f }, [2, 4]));

        // f = −ReLU(3 (ReLU(2·0.2 + 0.1) + ReLU(4·0.9 − 3)) + 0.5) + 0.25 = −(3 · 1.1 + 0.5) + 0.25 = −3.55; h = 5 ReLU(2·1.5 − 3.55 + 1) + 7.
        Assert.Equal(5 * 0.45 + 7, h[0, 0].ToDouble(), 4);
        // ReLU(4·0.5 − 3) = 0: f = −(1.5 + 0.5) + 0.25 = −1.75; ReLU(0.2 − 1.75 + 1) = 0 leaves the bias.
        Assert.Equal(7, h[1, 0].ToDouble(), 4);
    }

    [Fact]
    public void Forward_RolesSwapped_IsAnotherResult()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var module = new SpatialModule(8, 0);
        var (state, left, right) = (rand(1, 8), tensor(new[] { 0, 0, 0.3f, 1 }, [1, 4]), tensor(new[] { 0.6f, 0, 1, 1 }, [1, 4]));

        Assert.True((module.call(state, left, right) - module.call(state, right, left)).abs().max().ToDouble() > 1e-3);
        Assert.Equal(0, (module.call(state, left, left) - module.call(state, left, left)).abs().max().ToDouble());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_EmptyBoxes_AreNumbers(bool pairGeometry)
    {
        using var scope = NewDisposeScope();
        using var module = new SpatialModule(8, 0.1, pairGeometry);

        Assert.True(double.IsFinite(module.call(zeros(3, 8), zeros(3, 4), zeros(3, 4)).sum().ToDouble()));
    }

    [Fact]
    public void Forward_PairGeometry_IsAThirdTermOfTheSameSum()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var plain = new SpatialModule(8, 0);
        manual_seed(2);
        using var module = new SpatialModule(8, 0, pairGeometry: true);
        var (state, left, right) = (rand(1, 8), tensor(new[] { 0, 0, 0.3f, 1 }, [1, 4]), tensor(new[] { 0.6f, 0, 1, 1 }, [1, 4]));

        var moved = (module.call(state, left, right) - plain.call(state, left, right)).abs().max().ToDouble();
        Set(module, "pair.weight", new float[8 * PairGeometry.Length]);
        Set(module, "pair.bias", new float[8]);

        Assert.True(moved > 1e-4);
        Assert.Equal(0, (module.call(state, left, right) - plain.call(state, left, right)).abs().max().ToDouble(), 6);
    }

    private static void Set(nn.Module module, string name, params float[] values)
    {
        using var _ = no_grad();
        var parameter = module.named_parameters().Single(p => p.name == name).parameter;
        parameter.copy_(tensor(values, parameter.shape));
    }
}
