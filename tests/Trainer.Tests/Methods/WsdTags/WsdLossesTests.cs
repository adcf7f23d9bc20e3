using TorchSharp;
using VlDistill.Regions;
using VlDistill.Trainer.Methods.WsdTags;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.WsdTags;

public sealed class WsdLossesTests
{
    private static readonly double e = Math.E;

    [Fact]
    public void Scores_HandComputed_ProductOfBothSoftmaxes()
    {
        using var scope = NewDisposeScope();
        // Two proposals, two tags: the classes' logits are (1, 0) and (0, 0), the places' (0, 1) and (0, 0).
        var output = new WsdOutput(zeros(1, 2, 3), tensor([1f, 0, 0, 0], [1, 2, 2]), tensor([0f, 1, 0, 0], [1, 2, 2]));

        var scores = WsdScores.Of(output, ones(1, 2));

        var (high, low) = (e / (e + 1), 1 / (e + 1));
        Assert.Equal([high / 2, low * high, 0.25, low / 2], Values(scores.Regions), Close);
        Assert.Equal([high / 2 + 0.25, low * high + low / 2], Values(scores.Picture), Close);
    }

    [Fact]
    public void Scores_Temperature_DividesBothBranches()
    {
        using var scope = NewDisposeScope();
        var (classes, places) = (tensor([1f, 0, 0.5f, 0], [1, 2, 2]), tensor([0f, 1, 0.25f, 0], [1, 2, 2]));

        var sharp = WsdScores.Of(new WsdOutput(classes, classes, places), ones(1, 2), 0.5);
        var doubled = WsdScores.Of(new WsdOutput(classes, classes * 2, places * 2), ones(1, 2));

        Assert.Equal(Values(doubled.Picture), Values(sharp.Picture), Close);
    }

    [Fact]
    public void Scores_OneProposal_IsTheSoftmaxOverTags()
    {
        using var scope = NewDisposeScope();
        var scores = WsdScores.Of(new WsdOutput(zeros(1, 1, 3), tensor([1f, 0], [1, 1, 2]), tensor([5f, -5], [1, 1, 2])), ones(1, 1));

        Assert.Equal([e / (e + 1), 1 / (e + 1)], Values(scores.Picture), Close);
    }

    [Fact]
    public void Scores_PaddingAndNoProposals_CountNothing()
    {
        using var scope = NewDisposeScope();
        var output = new WsdOutput(zeros(2, 2, 3), tensor([1f, 0, 9, 9, 1, 0, 9, 9], [2, 2, 2]), tensor([0f, 0, 9, 9, 0, 0, 9, 9], [2, 2, 2]));

        var scores = WsdScores.Of(output, tensor([1f, 0, 0, 0], [2, 2]));

        Assert.Equal([e / (e + 1), 1 / (e + 1), 0, 0], Values(scores.Picture), Close);
        Assert.Equal(0, scores.Regions[1].abs().sum().ToDouble());
    }

    [Fact]
    public void Scores_IdenticalProposals_ShareTheScoreEvenly()
    {
        using var scope = NewDisposeScope();
        var output = new WsdOutput(zeros(1, 4, 3), tensor([2f, 1, 0], [1, 1, 3]).expand(1, 4, 3), tensor([7f, 7, 7], [1, 1, 3]).expand(1, 4, 3));

        var scores = WsdScores.Of(output, ones(1, 4));

        Assert.Equal(1, scores.Picture.sum().ToDouble(), 5);
        Assert.Equal(Values(scores.Picture / 4), Values(scores.Regions[0, 2]), Close);
    }

    [Fact]
    public void Picture_HandComputed_SumsTagsAndAveragesPictures()
    {
        using var scope = NewDisposeScope();
        var probabilities = tensor([0.8f, 0.3f, 0.5f, 0.1f], [2, 2]);
        var labels = tensor([1f, 0, 0, 1], [2, 2]);
        var expected = -(Math.Log(0.8) + Math.Log(0.7) + Math.Log(0.5) + Math.Log(0.1)) / 2;

        Assert.Equal(expected, WsdLosses.Picture(probabilities, labels).Value.ToDouble(), 5);
    }

    [Fact]
    public void Picture_CertainAndWrong_StaysFinite()
    {
        using var scope = NewDisposeScope();
        var term = WsdLosses.Picture(tensor([0f, 1], [1, 2]), tensor([1f, 0], [1, 2])).Value.ToDouble();

        Assert.InRange(term, 20, 40);
    }

    [Fact]
    public void Features_HandComputed_LeavesPaddingOut()
    {
        using var scope = NewDisposeScope();
        var student = tensor([1f, 2, 100, 100], [1, 2, 2]).requires_grad_();
        var teacher = tensor([0f, 0, 0, 0], [1, 2, 2]).requires_grad_();

        var term = WsdLosses.Features(student, teacher, tensor([1f, 0], [1, 2]));
        term.Value.backward();

        Assert.Equal((1 + 4) / 2.0, term.Value.ToDouble(), 5);
        Assert.Null(teacher.grad);
        Assert.Equal([1, 2, 0, 0], Values(student.grad!), Close);
    }

    [Fact]
    public void Features_IdenticalOrNoRegions_AreZero()
    {
        using var scope = NewDisposeScope();
        var same = rand([2, 3, 4]);

        Assert.Equal(0, WsdLosses.Features(same, same, ones(2, 3)).Value.ToDouble());
        Assert.Equal(0, WsdLosses.Features(same, same + 1, zeros(2, 3)).Value.ToDouble());
    }

    [Fact]
    public void Features_OneRegion_IsItsOwnDistance()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(2.5, WsdLosses.Features(tensor([1f, 2], [1, 1, 2]), zeros(1, 1, 2), ones(1, 1)).Value.ToDouble(), 5);
    }

    [Fact]
    public void Features_NoRegionsAtAll_HaveNoGradient()
    {
        using var scope = NewDisposeScope();
        var student = rand([2, 3, 4]).requires_grad_();

        WsdLosses.Features(student, zeros(2, 3, 4), zeros(2, 3)).Value.backward();

        Assert.All(Values(student.grad!), g => Assert.Equal(0, g));
    }

    [Fact]
    public void Picture_NoProposals_IsFiniteWithAFiniteGradient()
    {
        using var scope = NewDisposeScope();
        var logits = rand([1, 2, 3]).requires_grad_();

        var term = WsdLosses.Picture(WsdScores.Of(new WsdOutput(zeros(1, 2, 4), logits, logits), zeros(1, 2)).Picture, tensor([1f, 0, 0], [1, 3]));
        term.Value.backward();

        Assert.Equal(-Math.Log(1e-6), term.Value.ToDouble(), 2);
        Assert.All(Values(logits.grad!), g => Assert.True(double.IsFinite(g)));
    }

    [Fact]
    public void Network_ConstantMaps_GiveFiniteTermsAndGradients()
    {
        using var scope = NewDisposeScope();
        using var block = new TagBlock(new TagBlockConfig(4, 3, 2, 0));
        var output = block.call(ones(2, 4, 5, 5));
        var regions = RoiAlign.Apply(output.Map, [[Box.Whole, new(0.1f, 0.1f, 0.3f, 0.9f)], []]);

        (WsdLosses.Features(regions, ones(2, 2, 3), tensor([1f, 1, 0, 0], [2, 2])).Value + WsdLosses.Targets(output.Logits, ones(2, 2) * 0.5, 5).Value).backward();

        // Every region of a constant map has the map's own value.
        Assert.Equal(Values(regions[0, 0]), Values(regions[0, 1]), Close);
        Assert.All(block.parameters().SelectMany(p => Values(p.grad!.flatten())), g => Assert.True(double.IsFinite(g)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Targets_CertainTeacher_StaysFinite(float probability)
    {
        using var scope = NewDisposeScope();

        Assert.Equal(Math.Log(2), WsdLosses.Targets(zeros(1, 1), ones(1, 1) * probability, 1).Value.ToDouble(), 5);
        Assert.True(double.IsFinite(WsdLosses.Targets(ones(1, 1) * 100, ones(1, 1) * probability, 1).Value.ToDouble()));
    }

    [Fact]
    public void Targets_HandComputed_SoftensTheStudentOnly()
    {
        using var scope = NewDisposeScope();
        var logits = tensor([5f, -5], [1, 2]).requires_grad_();
        var teacher = tensor([0.9f, 0.2f], [1, 2]).requires_grad_();
        var (high, low) = (1 / (1 + Math.Exp(-1)), 1 / (1 + Math.Exp(1)));
        var expected = -(0.9 * Math.Log(high) + 0.1 * Math.Log(1 - high) + 0.2 * Math.Log(low) + 0.8 * Math.Log(1 - low));

        var term = WsdLosses.Targets(logits, teacher, 5);
        term.Value.backward();

        Assert.Equal("targets", term.Name);
        Assert.Equal(expected, term.Value.ToDouble(), 5);
        Assert.Null(teacher.grad);
    }

    [Fact]
    public void Targets_WhatTheStudentSays_HasNoGradient()
    {
        using var scope = NewDisposeScope();
        var logits = tensor([3f, -2, 0], [1, 3]).requires_grad_();

        WsdLosses.Targets(logits, (logits / 5).sigmoid(), 5).Value.backward();

        Assert.All(Values(logits.grad!), g => Assert.Equal(0, g, 6));
    }

    private static double[] Values(Tensor tensor) => [.. tensor.contiguous().data<float>().ToArray().Select(v => (double)v)];

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-5;
}
