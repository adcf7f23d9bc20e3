using TorchSharp;
using VlDistill.Trainer.Methods.Ffsd;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.Ffsd;

public sealed class SelfDistillationTests
{
    private static readonly int[] channels = [3, 5, 8];

    [Fact]
    public void Forward_Shapes_DoubleTowardsTheShallow()
    {
        using var scope = NewDisposeScope();
        using var module = Module();

        var maps = module.call(randn(2, 8, 2, 2));

        Assert.Equal([[2L, 3, 8, 8], [2, 5, 4, 4]], maps.Select(m => m.shape));
    }

    [Fact]
    public void Loss_ItsOwnMaps_IsZero()
    {
        using var scope = NewDisposeScope();
        using var module = Module();
        var deepest = randn(2, 8, 2, 2);
        module.eval();
        using var off = no_grad();
        var made = module.call(deepest);

        Assert.Equal(0, module.Loss(deepest, [.. made, deepest]).ToDouble(), 6);
        Assert.True(module.Loss(deepest, [.. made.Select(m => m + 1), deepest]).ToDouble() > 1e-4);
    }

    [Fact]
    public void Loss_Module_IsConstantAndKeepsItsStatistics()
    {
        using var scope = NewDisposeScope();
        using var module = Module();
        var before = module.state_dict().ToDictionary(t => t.Key, t => t.Value.clone());
        var deepest = randn(2, 8, 2, 2).requires_grad_();
        Tensor[] maps = [randn(2, 3, 8, 8).requires_grad_(), randn(2, 5, 4, 4).requires_grad_(), deepest];

        module.Loss(deepest, maps).backward();

        Assert.True(module.training);
        Assert.All(module.state_dict(), t => Assert.Equal(0, (t.Value - before[t.Key]).abs().sum().ToDouble()));
        Assert.All(module.parameters(), p => Assert.Null(p.grad));
        Assert.Null(deepest.grad);
        Assert.All(maps[..2], m => Assert.True(m.grad!.abs().sum().ToDouble() > 0));
    }

    [Fact]
    public void Learn_GradientGoesToTheModuleOnlyAndLowersIt()
    {
        using var scope = NewDisposeScope();
        using var module = Module();
        Tensor[] maps = [randn(2, 3, 8, 8).relu().requires_grad_(), randn(2, 5, 4, 4).relu().requires_grad_(), randn(2, 8, 2, 2).requires_grad_()];
        using var optimizer = optim.AdamW(module.parameters(), 0.01);
        var values = new List<double>();

        for (var step = 0; step < 30; step++)
        {
            optimizer.zero_grad();
            var (whole, attention) = module.Learn(maps);
            (whole + attention).backward();
            optimizer.step();
            values.Add((whole + attention).ToDouble());
        }

        Assert.All(maps, m => Assert.Null(m.grad));
        Assert.True(values[^1] < 0.7 * values[0], $"{values[0]} to {values[^1]}");
    }

    [Fact]
    public void Learn_DeadMaps_HasNoNaN()
    {
        using var scope = NewDisposeScope();
        using var module = Module();

        var (whole, attention) = module.Learn([zeros(2, 3, 8, 8), zeros(2, 5, 4, 4), zeros(2, 8, 2, 2)]);
        (whole + attention).backward();

        Assert.True(double.IsFinite(whole.ToDouble()) && double.IsFinite(attention.ToDouble()));
        Assert.All(module.parameters(), p => Assert.True(p.grad!.isfinite().all().ToBoolean()));
    }

    private static SelfDistillation Module()
    {
        manual_seed(7);
        return new SelfDistillation(channels);
    }
}
