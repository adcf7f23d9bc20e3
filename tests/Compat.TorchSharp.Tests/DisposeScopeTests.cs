using TorchSharp;
using static TorchSharp.torch;

// Live tensors are counted for the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace VlDistill.Compat.Torch;

public sealed class DisposeScopeTests
{
    [Fact]
    public void Scope_AtItsEnd_FreesWhatItMade()
    {
        long before = Tensor.TotalCount;
        using (var scope = NewDisposeScope())
        {
            var x = ones(2) + ones(2);
            Assert.Equal(before + 3, Tensor.TotalCount);
            Assert.Equal(3, scope.DisposablesCount);
            x.Dispose();
            Assert.Equal(2, scope.DisposablesCount);
        }
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void MoveToOuter_OutlivesTheInnerScope()
    {
        long before = Tensor.TotalCount;
        using (NewDisposeScope())
        {
            Tensor kept;
            using (NewDisposeScope())
            {
                kept = (ones(2) * 2).MoveToOuterDisposeScope();
            }
            Assert.Equal(2, kept[0].item<float>());
        }
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Detach_LeavesTheTensorToItsOwner()
    {
        Tensor kept;
        using (NewDisposeScope())
        {
            kept = ones(2).DetachFromDisposeScope();
        }
        Assert.False(kept.IsInvalid);
        kept.Dispose();
    }

    [Fact]
    public void Modules_MadeInAScope_KeepTheirParametersAndBuffers()
    {
        nn.Module<Tensor, Tensor> model;
        using (NewDisposeScope())
        {
            model = nn.Sequential(nn.Linear(2, 2), nn.LayerNorm(2));
        }
        using var output = model.call(ones(1, 2));
        Assert.Equal([1L, 2L], output.shape);
        model.Dispose();
    }

    [Fact]
    public void TrainingSteps_InScopes_LeaveNoTensorsBehind()
    {
        using var model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU(), nn.Flatten(), nn.Linear(8, 2));
        using var optimizer = optim.AdamW(model.parameters());
        Step();
        long before = Tensor.TotalCount;
        for (int i = 0; i < 3; i++)
        {
            Step();
        }
        Assert.Equal(before, Tensor.TotalCount);

        void Step()
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            nn.functional.cross_entropy(model.call(ones(2, 1, 4, 4)), zeros(2, dtype: int64)).backward();
            nn.utils.clip_grad_norm_(model.parameters(), 1);
            optimizer.step();
        }
    }

    [Fact]
    public void Finaliser_FreesForgottenTensors()
    {
        long before = Tensor.TotalCount;
        Forget();
        for (int i = 0; i < 10 && Tensor.TotalCount > before; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.True(Tensor.TotalCount <= before);

        static void Forget()
        {
            for (int i = 0; i < 100; i++)
            {
                _ = ones(10);
            }
        }
    }
}
