using TorchSharp;
using VlDistill.Trainer.Methods.AdaIn;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.AdaIn;

public sealed class FrozenTeacherTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(TrunkStage.Stride8, "student.trunk.stem.weight")]
    [InlineData(TrunkStage.Stride16, "student.trunk.blocks.3.layers.0.weight")]
    [InlineData(TrunkStage.Grid, "student.trunk.last.weight")]
    public void Verdict_ThroughTheFrozenRest_ReachesTheStudentAndLeavesTheTeacherAsItWas(TrunkStage stage, string reached)
    {
        manual_seed(1);
        using var teacher = FrozenTeacher.Freeze(new CropClassifier(new CropClassifierConfig("tiny", 5)));
        using var student = new TransferStudent(new CropClassifierConfig("slim", 5), teacher.Trunk, [stage]);
        var before = Copy(teacher);
        var pictures = randint(0, 255, [4, 64, 64, 3], ScalarType.Byte);
        using var optimizer = optim.AdamW(student.parameters(), 0.01);

        var (view, mapped) = (teacher.call(pictures), student.call(pictures).Mapped[0]);
        TransferLosses.Verdict(mapped, view.Maps.Of(stage), view.Logits, map => teacher.After(stage, map)).backward();
        optimizer.step();

        var gradient = student.named_parameters().Single(p => p.name == reached).parameter.grad;
        Assert.True(gradient is not null && gradient.abs().sum().ToDouble() > 0, reached);
        Assert.All(teacher.parameters(), p => Assert.True(p.grad is null && !p.requires_grad));
        AssertSame(before, teacher);
    }

    [Fact]
    public void Freeze_NetworkWithBatchNorm_KeepsItsStatistics()
    {
        manual_seed(2);
        var rest = nn.Sequential(("conv", nn.Conv2d(3, 4, 1L)), ("norm", nn.BatchNorm2d(4)), ("act", nn.ReLU()));
        rest.call(randn(8, 3, 4, 4) * 3 + 1);
        FrozenTeacher.Freeze(rest);
        var before = Copy(rest);
        var map = randn(8, 3, 4, 4);
        var student = randn(8, 3, 4, 4).requires_grad_();

        TransferLosses.Verdict(student, map, rest.call(map).mean([2, 3]), m => rest.call(m).mean([2, 3])).backward();

        Assert.True(student.grad!.abs().sum().ToDouble() > 0);
        AssertSame(before, rest);
    }

    private static Dictionary<string, Tensor> Copy(nn.Module module) => module.state_dict().ToDictionary(t => t.Key, t => t.Value.clone());

    private static void AssertSame(Dictionary<string, Tensor> before, nn.Module module) => Assert.All(module.state_dict(), t => Assert.True(t.Value.Equals(before[t.Key]), t.Key));
}
