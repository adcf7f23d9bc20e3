using VlDistill.Regions;
using VlDistill.Trainer.Methods.Vild;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.Vild;

public sealed class VildScoresTests
{
    [Fact]
    public void Probabilities_WithBackground_LeaveItsShareOut()
    {
        var rows = VildScores.Probabilities(tensor(new[] { 0.1f, 0.2f }, [1, 2]), tensor(new[] { 0.3f }), 10);

        var sum = Math.Exp(1) + Math.Exp(2) + Math.Exp(3);
        Assert.Equal(Math.Exp(1) / sum, rows[0, 0].item<float>(), 5);
        Assert.Equal(Math.Exp(2) / sum, rows[0, 1].item<float>(), 5);
    }

    [Fact]
    public void Probabilities_WithoutBackground_SumToOne() =>
        Assert.Equal(1, VildScores.Probabilities(rand(3, 4), null, 50).sum(1)[2].item<float>(), 5);

    [Fact]
    public void Ensemble_BaseAndNovel_WeighTheBranchesTheOtherWayRound()
    {
        var rows = VildScores.Ensemble(tensor(new[] { 0.5f, 0.5f }, [1, 2]), tensor(new[] { 0.1f, 0.1f }, [1, 2]), new HashSet<int> { 1 });

        Assert.Equal(Math.Pow(0.5, 2 / 3.0) * Math.Pow(0.1, 1 / 3.0), rows[0, 0].item<float>(), 5);
        Assert.Equal(Math.Pow(0.5, 1 / 3.0) * Math.Pow(0.1, 2 / 3.0), rows[0, 1].item<float>(), 5);
    }

    [Fact]
    public void Ensemble_SameBranches_ChangesNothing()
    {
        var probabilities = tensor(new[] { 0.2f, 0.7f }, [1, 2]);
        Assert.True(VildScores.Ensemble(probabilities, probabilities, new HashSet<int> { 0 }).allclose(probabilities));
    }

    [Fact]
    public void Detections_TwoProposals_ScoreByObjectnessAndProbability()
    {
        Region[] proposals = [new(new Box(0, 0, 0.4f, 0.4f), 0, 0.25f), new(new Box(0.5f, 0.5f, 1, 1), 0, 1)];

        var found = VildScores.Detections(proposals, tensor(new[] { 0.8f, 0.1f, 0.3f, 0.5f }, [2, 2]), 0.5);

        Assert.Equal([(1, 0.5f), (0, 0.4f), (0, 0.3f), (1, 0.05f)], found.Select(f => (f.Label, MathF.Round(f.Score, 4))));
        Assert.Equal(proposals[0].Box, found[1].Box);
    }

    [Fact]
    public void Detections_OverlappingProposals_KeepTheBestOfAClass()
    {
        Region[] proposals = [new(new Box(0, 0, 0.5f, 0.5f), 0, 1), new(new Box(0, 0, 0.5f, 0.45f), 0, 1)];

        Assert.Equal([0.6f], VildScores.Detections(proposals, tensor(new[] { 0.6f, 0.5f }, [2, 1]), 1).Select(f => f.Score));
    }

    [Fact]
    public void Detections_NoProposal_AreNone() => Assert.Empty(VildScores.Detections([], zeros(0, 3), 1));
}
