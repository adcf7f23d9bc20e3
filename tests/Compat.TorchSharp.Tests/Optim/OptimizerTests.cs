using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VlDistill.Compat.Torch.Optim;

public sealed class OptimizerTests : IDisposable
{
    private static readonly float[] Start = [1, -2, 3, 0.5f, -0.25f, 4, 7, -8, 9, 1.5f, 2.5f];
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    // g = p, the gradient of |p|²/2.
    private static void Descend(Parameter p, OptimizerHelper optimizer, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            optimizer.zero_grad();
            (p.pow(2).sum() / 2).backward();
            optimizer.step();
        }
    }

    [Theory]
    [InlineData(0, false, 0)]
    [InlineData(0.9, false, 0.1)]
    [InlineData(0.9, true, 0.1)]
    public void Sgd_FollowsTheFormula(double momentum, bool nesterov, double decay)
    {
        var p = new Parameter(tensor(Start));
        Descend(p, optim.SGD([p], 0.1, momentum, weight_decay: decay, nesterov: nesterov), 3);
        var expected = Start.Select(start =>
        {
            double w = start, v = 0;
            for (int t = 0; t < 3; t++)
            {
                double g = w + decay * w;
                v = t == 0 ? g : momentum * v + g;
                w -= 0.1 * (nesterov ? g + momentum * v : momentum > 0 ? v : g);
            }
            return (float)w;
        });
        Close.To([.. expected], p.detach(), 1e-5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AdamW_FollowsTheFormula(bool strided)
    {
        const double Lr = 0.1, Decay = 0.05, Beta1 = 0.9, Beta2 = 0.99, Eps = 1e-8;
        // A gradient of another layout takes the composed path instead of the fused one.
        var p = strided ? new Parameter(stack([tensor(Start), tensor(Start)], 1).t()[0].detach()) : new Parameter(tensor(Start));
        Assert.Equal(strided, !p.is_contiguous());
        Descend(p, optim.AdamW([p], Lr, Beta1, Beta2, Eps, Decay), 4);
        var expected = Start.Select(start =>
        {
            double w = start, m = 0, v = 0;
            for (int t = 1; t <= 4; t++)
            {
                double g = w;
                w -= Lr * Decay * w;
                m = Beta1 * m + (1 - Beta1) * g;
                v = Beta2 * v + (1 - Beta2) * g * g;
                w -= Lr * (m / (1 - Math.Pow(Beta1, t))) / (Math.Sqrt(v / (1 - Math.Pow(Beta2, t))) + Eps);
            }
            return (float)w;
        });
        Close.To([.. expected], p.detach(), 1e-5);
    }

    [Fact]
    public void Groups_KeepTheirOwnRate()
    {
        var fast = new Parameter(ones(1));
        var slow = new Parameter(ones(1));
        using var optimizer = optim.AdamW([new AdamW.ParamGroup([fast], 0.5, weight_decay: 0), new AdamW.ParamGroup([slow], 0.1, weight_decay: 0)]);
        (fast.sum() + slow.sum()).backward();
        optimizer.step();
        Close.To([0.5f], fast.detach());
        Close.To([0.9f], slow.detach());
        foreach (var group in optimizer.ParamGroups)
        {
            Assert.Equal(group.LearningRate, group.InitialLearningRate);
            group.LearningRate = 0;
        }
        optimizer.step();
        Close.To([0.5f], fast.detach());
    }

    [Fact]
    public void ZeroGrad_LeavesZerosAndSkipsAbsentOnes()
    {
        var used = new Parameter(ones(2));
        var unused = new Parameter(ones(2));
        using var optimizer = optim.SGD([used, unused], 0.1);
        used.sum().backward();
        optimizer.zero_grad();
        Close.To([0, 0], used.grad!);
        Assert.Null(unused.grad);
        optimizer.step();
        Close.To([1, 1], unused.detach());
    }

    [Fact]
    public void State_SavedAndLoaded_ContinuesBitEqual()
    {
        var straight = new Parameter(tensor(Start));
        using var one = optim.AdamW([straight], 0.1, weight_decay: 0.01);
        Descend(straight, one, 3);
        var resumed = new Parameter(straight.detach().clone());
        using var two = optim.AdamW([resumed], 0.3);
        using var file = new MemoryStream();
        one.save_state_dict(new BinaryWriter(file));
        file.Position = 0;
        two.load_state_dict(new BinaryReader(file));
        Descend(straight, one, 3);
        Descend(resumed, two, 3);
        Assert.Equal(straight.detach().data<float>().ToArray(), resumed.detach().data<float>().ToArray());
    }

    [Fact]
    public void State_OfAnotherOptimizer_IsRefused()
    {
        var p = new Parameter(ones(1));
        using var file = new MemoryStream();
        optim.SGD([p], 0.1).save_state_dict(new BinaryWriter(file));
        file.Position = 0;
        Assert.Throws<InvalidDataException>(() => optim.AdamW([p]).load_state_dict(new BinaryReader(file)));
    }

    [Fact]
    public void ClipGradNorm_ScalesAllGradientsTogether()
    {
        var a = new Parameter(zeros(1)) { grad = tensor(new float[] { 3 }) };
        var b = new Parameter(zeros(1)) { grad = tensor(new float[] { 4 }) };
        Assert.Equal(5, nn.utils.clip_grad_norm_([a, b], 1), 1e-5);
        Close.To([0.6f], a.grad!, 1e-5);
        Close.To([0.8f], b.grad!, 1e-5);
    }
}
