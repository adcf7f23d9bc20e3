using TorchSharp;
using static TorchSharp.torch;

namespace VlDistill.Compat.Torch;

public sealed class TrainingTests
{
    private sealed class Mlp : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear first;
        private readonly TorchSharp.Modules.LayerNorm norm;
        private readonly TorchSharp.Modules.Linear second;

        internal Mlp() : base(nameof(Mlp))
        {
            first = nn.Linear(4, 32);
            norm = nn.LayerNorm(32);
            second = nn.Linear(32, 1);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => second.call(norm.call(first.call(input)).gelu());
    }

    [Fact]
    public void Training_OnALearnableTask_LowersTheLoss()
    {
        manual_seed(1);
        using var model = new Mlp();
        var optimizer = optim.AdamW(model.parameters(), lr: 1e-2);
        using var x = randn(64, 4);
        using var y = x.sum(1, keepdim: true).sin();
        float initial = 0, final = 0;
        for (int step = 0; step < 60; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = nn.functional.mse_loss(model.call(x), y);
            loss.backward();
            optimizer.step();
            final = loss.item<float>();
            initial = step == 0 ? final : initial;
        }
        Assert.True(final < initial / 4, $"loss {initial} -> {final}");
        Assert.Equal(["first.weight", "first.bias", "norm.weight", "norm.bias", "second.weight", "second.bias"], model.state_dict().Keys);
    }
}
