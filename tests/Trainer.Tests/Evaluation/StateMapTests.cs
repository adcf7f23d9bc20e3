using TorchSharp;
using VlDistill.Trainer.Evaluation;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Evaluation;

public sealed class StateMapTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_FittedOnLinearStates_GraphRecoversTheMap()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(7);
        var (states, weight, bias) = (randn([300, 4], generator: random), randn([4, 6], generator: random), randn([6], generator: random));
        var moments = new CrossMoments(4, 6);
        moments.Add(states, states.matmul(weight) + bias);
        var (fitted, shift) = moments.Fit(ridge: 0);

        StateMapExport.Write(new StateMap([.. fitted.Select(v => (float)v)], [.. shift.Select(v => (float)v)]), folder.File("map.onnx"));

        using var check = new ParityCheck(folder.File("map.onnx"));
        var unseen = randn([5, 4], generator: random);
        var projected = check.Run(("hidden", unseen))["projected"];
        Assert.Equal(0, (projected - unseen.matmul(weight) - bias).abs().max().ToDouble(), 4);
    }

    [Fact]
    public void Load_OtherWeightsThanItWasFittedOn_FindsNone()
    {
        var (student, teacher) = (Stage("student"), Stage("teacher"));
        var map = new StateMap([1, 2, 3, 4, 5, 6], [7, 8, 9]);
        Assert.Null(StateMap.Load(student, teacher));

        map.Save(student, teacher);

        var loaded = StateMap.Load(student, teacher)!;
        Assert.Equal((2, map.Weight, map.Bias), (loaded.Width, loaded.Weight, loaded.Bias), (a, b) => a.Item1 == b.Item1 && a.Item2.SequenceEqual(b.Item2) && a.Item3.SequenceEqual(b.Item3));
        File.AppendAllText(teacher.Best, "trained on");
        Assert.Null(StateMap.Load(student, teacher));
    }

    private StageFolder Stage(string name)
    {
        var stage = new StageFolder(folder.Path, name);
        Directory.CreateDirectory(stage.Path);
        File.WriteAllText(stage.Best, name);
        return stage;
    }
}
