using TorchSharp;
using static TorchSharp.torch;

namespace VlDistill.Compat.Torch;

public sealed class RandomTests
{
    [Fact]
    public void Generators_OfTheSameSeed_GiveTheSameNumbers()
    {
        using var scope = NewDisposeScope();
        using var a = new Generator(7);
        using var b = new Generator(7);
        Assert.True(randn(5, generator: a).Equals(randn(5, generator: b)));
        Assert.False(randn(5, generator: a).Equals(zeros(5)));
        var state = a.get_state();
        var next = rand(4, generator: a);
        a.set_state(state);
        Assert.True(next.Equals(rand(4, generator: a)));
        Assert.Equal(7, a.initial_seed());
        Assert.Equal(3, a.manual_seed(3).initial_seed());
    }

    [Fact]
    public void Randperm_IsAPermutation()
    {
        using var generator = new Generator(1);
        using var order = randperm(50, generator: generator);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), order.data<long>().ToArray().Order());
    }

    [Fact]
    public void UniformAndNormal_HaveTheirMoments()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(2);
        var uniform = empty(20000).uniform_(-1, 3, generator);
        Assert.InRange(uniform.mean().item<float>(), 0.95f, 1.05f);
        Assert.InRange(uniform.min().item<float>(), -1, -0.99f);
        var normal = empty(20000).normal_(2, 0.5, generator);
        Assert.InRange(normal.std().item<float>(), 0.49f, 0.51f);
        var integers = randint(3, 6, [1000], generator: generator);
        Assert.Equal((3L, 5L), (integers.min().item<long>(), integers.max().item<long>()));
        var truncated = nn.init.trunc_normal_(empty(5000), std: 0.02, a: -0.04, b: 0.04, generator: generator);
        Assert.InRange(truncated.abs().max().item<float>(), 0.03f, 0.04f);
    }
}
