using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VlDistill.Compat.Torch.Nn;

public sealed class ModuleTests
{
    private sealed class Block : nn.Module<Tensor, Tensor>
    {
        private readonly Linear inner = nn.Linear(3, 3);
        private readonly BatchNorm2d norm = nn.BatchNorm2d(2);
        private readonly Parameter scale = nn.Parameter(ones(3));
        private readonly Tensor table = zeros(2);
        private readonly ModuleList<Linear> layers = nn.ModuleList(nn.Linear(1, 1, hasBias: false), nn.Linear(1, 1));

        internal Block() : base(nameof(Block)) => RegisterComponents();

        public override Tensor forward(Tensor input) => inner.call(input) * scale + table.sum() + norm.num_features + layers.Count;
    }

    [Fact]
    public void StateDict_NamesFields_ParametersFirstThenBuffers()
    {
        using var block = new Block();
        Assert.Equal(
            ["scale", "inner.weight", "inner.bias", "norm.weight", "norm.bias", "layers.0.weight", "layers.1.weight", "layers.1.bias",
                "table", "norm.running_mean", "norm.running_var", "norm.num_batches_tracked"],
            block.state_dict().Keys);
        Assert.Equal(["inner", "norm", "layers", "layers.0", "layers.1"], block.named_modules().Select(entry => entry.Item1));
        Assert.Equal(8, block.parameters().Count());
        Assert.Equal(["scale"], block.named_parameters(recurse: false).Select(entry => entry.Item1));
        Assert.True(block.has_parameter("inner.weight"));
    }

    [Fact]
    public void SaveAndLoad_RoundTripBitEqual()
    {
        string file = Path.GetTempFileName();
        using var saved = new Block();
        using var loaded = new Block();
        saved.save(file);
        loaded.load(file);
        foreach (var (key, value) in saved.state_dict())
        {
            Assert.True(value.Equals(loaded.state_dict()[key]), key);
        }
        File.Delete(file);
    }

    [Fact]
    public void Save_WritesTheDocumentedBytes()
    {
        using var linear = nn.Linear(new Parameter(tensor(new float[,] { { 1, 2 } })));
        using var file = new MemoryStream();
        linear.save(file);
        byte[] header = [1, 6, (byte)'w', (byte)'e', (byte)'i', (byte)'g', (byte)'h', (byte)'t', 6, 2, 1, 2];
        Assert.Equal([.. header, .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f)], file.ToArray());
    }

    [Fact]
    public void Load_OfAnotherShapeOrName_Throws()
    {
        using var file = new MemoryStream();
        using (var small = nn.Linear(2, 2))
        {
            small.save(file);
        }
        using var big = nn.Linear(3, 2);
        file.Position = 0;
        Assert.Throws<ArgumentException>(() => big.load(file));
        using var unbiased = nn.Linear(2, 2, hasBias: false);
        file.Position = 0;
        Assert.Throws<ArgumentException>(() => unbiased.load(file));
        file.Position = 0;
        unbiased.load(file, strict: false);
        Assert.Throws<InvalidOperationException>(() => unbiased.load_state_dict([]));
    }

    [Fact]
    public void TrainAndEval_ReachEverySubmodule()
    {
        using var model = nn.Sequential(nn.Dropout(0.9), nn.Sequential(nn.Dropout(0.9)));
        model.eval();
        Assert.All(model.modules(), module => Assert.False(module.training));
        using var same = model.call(ones(3));
        Close.To([1, 1, 1], same);
        model.train();
        Assert.True(model.modules().All(module => module.training));
    }

    [Fact]
    public void BatchNorm_TracksRunningStatistics()
    {
        using var scope = NewDisposeScope();
        using var norm = nn.BatchNorm2d(1, momentum: 0.5);
        var x = tensor(new float[] { 1, 3 }).view(2, 1, 1, 1);
        Close.To([-1, 1], norm.call(x), 1e-3);
        Close.To([1], norm.running_mean!);
        Close.To([1.5f], norm.running_var!);
        Assert.Equal(1, norm.num_batches_tracked!.item<long>());
        norm.eval();
        Close.To([0, 2 / MathF.Sqrt(1.5f)], norm.call(x), 1e-3);
        Assert.Throws<ArgumentException>(() => norm.call(ones(2)));
    }

    [Fact]
    public void ZeroGrad_LeavesNoGradients()
    {
        using var linear = nn.Linear(2, 1);
        using (var scope = NewDisposeScope())
        {
            linear.call(ones(1, 2)).sum().backward();
        }
        Assert.NotNull(linear.weight.grad);
        linear.zero_grad();
        Assert.Null(linear.weight.grad);
    }

    [Fact]
    public void InitialValues_StayInPyTorchsBounds()
    {
        using var linear = nn.Linear(16, 64);
        Assert.InRange(linear.weight.abs().max().item<float>(), 0.2f, 0.25f);
        Assert.InRange(linear.bias!.abs().max().item<float>(), 0.15f, 0.25f);
        using var embedding = nn.Embedding(5, 3, padding_idx: 2);
        Close.To([0, 0, 0], embedding.weight![2].detach());
        using var conv = nn.Conv2d(4, 8, 3, groups: 4);
        Assert.Equal([8L, 1L, 3L, 3L], conv.weight.shape);
        using var heavy = nn.init.xavier_uniform_(empty(20, 10));
        Assert.InRange(heavy.abs().max().item<float>(), 0.4f, MathF.Sqrt(0.2f));
    }
}
