using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace VlDistill.Compat.Torch;

public sealed class ThreadTests
{
    [Fact]
    public void TwoThreads_OnTheirOwnReplicas_GiveTheSameGradients()
    {
        using var first = nn.Sequential(nn.Linear(8, 16), nn.GELU(), nn.Linear(16, 1));
        using var second = nn.Sequential(nn.Linear(8, 16), nn.GELU(), nn.Linear(16, 1));
        second.load_state_dict(first.state_dict());
        using var input = randn(32, 8);
        var other = new Thread(() => Run(second));
        other.Start();
        Run(first);
        other.Join();
        foreach (var (a, b) in first.parameters().Zip(second.parameters()))
        {
            using Tensor left = a.grad!, right = b.grad!;
            Assert.True(left.Equals(right));
        }

        void Run(nn.Module<Tensor, Tensor> model)
        {
            for (int i = 0; i < 200; i++)
            {
                using var scope = NewDisposeScope();
                model.zero_grad();
                model.call(input).pow(2).mean().backward();
            }
        }
    }

    [Fact]
    public unsafe void SetNumThreads_ReachesOtherThreadsAndOpenBlas()
    {
        int before = get_num_threads();
        set_num_threads(1);
        int elsewhere = 0;
        var other = new Thread(() => elsewhere = get_num_threads());
        other.Start();
        other.Join();
        Assert.Equal(1, elsewhere);
        if (NativeLibrary.TryLoad("libopenblas.so.0", out nint blas))
        {
            Assert.Equal(1, ((delegate* unmanaged<int>)NativeLibrary.GetExport(blas, "openblas_get_num_threads"))());
        }
        set_num_threads(before);
        Assert.Equal(before, get_num_threads());
    }

    [Fact]
    public void Scopes_AndGradMode_BelongToTheirThread()
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        bool scoped = true, recording = false;
        var other = new Thread(() => (scoped, recording) = (CurrentDisposeScope is not null, is_grad_enabled()));
        other.Start();
        other.Join();
        Assert.False(scoped);
        Assert.True(recording);
    }
}
