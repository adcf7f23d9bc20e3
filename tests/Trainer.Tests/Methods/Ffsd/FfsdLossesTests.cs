using TorchSharp;
using TorchSharp.Modules;
using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Methods.Ffsd;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.Ffsd;

public sealed class FfsdLossesTests
{
    private const int Classes = 5;
    private static readonly FfsdWeights weights = new(0.3, 10, 1000, 2);

    [Fact]
    public void All_OneSummedStep_EqualsTheCodesSequenceOfUpdates()
    {
        using var scope = NewDisposeScope();
        using var summed = Network();
        using var sequential = Network();
        using var optimizer = Sgd(summed.parameters());
        using var apart = new Sequence(sequential);

        for (var step = 0; step < 4; step++)
        {
            var (pictures, labels) = Batch(step);
            optimizer.zero_grad();
            Total(FfsdLosses.All(summed, summed.Look(pictures), labels, weights)).backward();
            optimizer.step();
            apart.Step(pictures, labels);
        }

        using var start = Network();
        var (ours, theirs, before) = (summed.state_dict(), sequential.state_dict(), start.state_dict());
        Assert.All(ours, t => Assert.True((t.Value - theirs[t.Key]).abs().max().ToDouble() <= 1e-6, $"{t.Key} differs by {(t.Value - theirs[t.Key]).abs().max().ToDouble()}"));
        // Every part has learned, so that the equality says something.
        foreach (var part in (string[])["leader.", "cohort.students.0.", "cohort.students.1.", "fusion.", "transFusion.", "leaderSelf.", "studentSelves.0."])
            Assert.True(ours.Where(t => t.Key.StartsWith(part, StringComparison.Ordinal)).Sum(t => (t.Value - before[t.Key]).abs().sum().ToDouble()) > 1e-3, part);
    }

    [Theory]
    [InlineData("student1", "cohort.students.0.")]
    [InlineData("student2", "cohort.students.1.")]
    [InlineData("fusion", "fusion.")]
    [InlineData("leader", "leader.,transFusion.")]
    [InlineData("selves", "leaderSelf.,studentSelves.0.")]
    public void Terms_OfOneUpdate_ReachNoOtherPart(string update, string parts)
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        var (pictures, labels) = Batch(0);
        var output = network.Look(pictures);
        var terms = update switch
        {
            "student1" => FfsdLosses.Student(network, output, 0, labels, weights),
            "student2" => FfsdLosses.Student(network, output, 1, labels, weights),
            "fusion" => FfsdLosses.Fusion(output, labels, weights),
            "leader" => FfsdLosses.Leader(network, output, labels, weights),
            _ => FfsdLosses.SelfDistillation(network, output, weights),
        };

        Total(terms).backward();

        var reached = network.named_parameters().Where(p => p.parameter.grad is { } g && g.abs().sum().ToDouble() > 0).Select(p => p.name).ToArray();
        Assert.All(reached, name => Assert.Contains(parts.Split(','), part => name.StartsWith(part, StringComparison.Ordinal)));
        Assert.All(parts.Split(','), part => Assert.Contains(reached, name => name.StartsWith(part, StringComparison.Ordinal)));
    }

    [Fact]
    public void All_Names_AreTheSheets()
    {
        Assert.Equal(
            ["student1.classes", "student1.mutual", "student2.classes", "student2.mutual", "student2.diversity", "student2.self", "fusion.classes", "fusion.ensemble",
             "leader.classes", "leader.fused", "leader.map", "leader.transFusion", "leader.self", "student2.selfMaps", "student2.selfAttention", "leader.selfMaps", "leader.selfAttention"],
            Names(weights));
    }

    [Fact]
    public void All_Ablations_LeaveTheirTermsOut()
    {
        Assert.DoesNotContain(Names(weights with { Diversity = 0 }), n => n is "student2.diversity" or "student2.self" or "student2.selfMaps");
        Assert.DoesNotContain(Names(weights with { Fusion = 0 }), n => n is "leader.map" or "leader.transFusion" or "leader.self" or "leader.selfMaps");
        Assert.Contains("leader.fused", Names(weights with { Fusion = 0 }));
        Assert.DoesNotContain(Names(weights with { SelfDistillation = 0 }), n => n.Contains("self", StringComparison.Ordinal));
    }

    [Fact]
    public void Fusion_HandComputed()
    {
        using var scope = NewDisposeScope();
        var three = (float)Math.Log(3);
        // The students' mean says 3 : 1 at temperature 2, the fusion says 1 : 1.
        Staged[] students = [new([], tensor([4 * three, 0], [1, 2])), new([], zeros(1, 2))];
        var output = new FfsdOutput(students, zeros(1), new Fused(zeros(1), zeros(1, 2)), students[0]);

        var terms = FfsdLosses.Fusion(output, tensor([0L]), weights).ToArray();

        Assert.Equal(Math.Log(2), terms[0].Value.ToDouble(), 6);
        Assert.Equal(4 * (0.75 * Math.Log(1.5) + 0.25 * Math.Log(0.5)), terms[1].Value.ToDouble(), 5);
    }

    [Fact]
    public void Leader_SameAsTheFused_HasNoDistance()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        var (pictures, labels) = Batch(0);
        var output = network.Look(pictures);

        var terms = FfsdLosses.Leader(network, output with { Fused = new Fused(output.Leader.Maps[^1], output.Leader.Logits) }, labels, weights).ToDictionary(t => t.Name);

        Assert.Equal(0, terms["leader.fused"].Value.ToDouble(), 5);
        Assert.Equal(0, terms["leader.map"].Value.ToDouble(), 6);
        Assert.Equal(10, terms["leader.map"].Weight);
    }

    private static string[] Names(FfsdWeights used)
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        var (pictures, labels) = Batch(0);
        return [.. FfsdLosses.All(network, network.Look(pictures), labels, used).Select(t => t.Name)];
    }

    private static FfsdNetwork Network()
    {
        manual_seed(3);
        return new FfsdNetwork(new CropClassifierConfig("tiny", Classes), 2);
    }

    private static (Tensor Pictures, Tensor Labels) Batch(int step)
    {
        manual_seed(100 + step);
        return (randint(0, 256, [4, 64, 64, 3]).to(ScalarType.Byte), randint(0, Classes, [4]).to(ScalarType.Int64));
    }

    private static Tensor Total(IEnumerable<LossTerm> terms) => terms.Select(t => t.Value * t.Weight).Aggregate((a, b) => a + b);

    private static SGD Sgd(IEnumerable<Parameter> parameters) => optim.SGD(parameters, 0.01, 0.9, weight_decay: 1e-4, nesterov: true);

    /// <summary>The published code's order: an optimiser for each part, one backward pass and one update after the other, on outputs computed once.</summary>
    private sealed class Sequence(FfsdNetwork network) : IDisposable
    {
        private readonly SGD[] students = [.. network.Cohort.Students.Select(s => Sgd(s.parameters()))];
        private readonly SGD fusion = Sgd(network.Fusion.parameters());
        private readonly SGD leader = Sgd(network.Leader.parameters().Concat(network.TransFusion.parameters()));
        private readonly SGD selves = Sgd(network.StudentSelves.Append(network.LeaderSelf).SelectMany(s => s.parameters()));

        public void Step(Tensor pictures, Tensor labels)
        {
            var output = network.Look(pictures);
            for (var i = 0; i < students.Length; i++) Update(students[i], FfsdLosses.Student(network, output, i, labels, weights));
            Update(fusion, FfsdLosses.Fusion(output, labels, weights));
            Update(leader, FfsdLosses.Leader(network, output, labels, weights));
            Update(selves, FfsdLosses.SelfDistillation(network, output, weights));
        }

        public void Dispose()
        {
            foreach (var optimizer in (SGD[])[.. students, fusion, leader, selves]) optimizer.Dispose();
        }

        // The terms are computed here, after the updates of the parts before.
        private static void Update(SGD optimizer, IEnumerable<LossTerm> terms)
        {
            optimizer.zero_grad();
            Total(terms).backward();
            optimizer.step();
        }
    }
}
