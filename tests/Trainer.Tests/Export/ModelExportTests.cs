using TorchSharp;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Export;

public sealed class ModelExportTests
{
    private const int Vocabulary = 40;

    [Fact]
    public void Student_RandomWeights_AgreesWithOnnxRuntime()
    {
        using var folder = new TemporaryFolder();
        manual_seed(2);
        using var eyes = new StudentEyes(StudentEyesConfig.Tiny);
        using var captioner = new VlTransformer(VlConfig.Tiny(eyes.FeatureChannels, Vocabulary));
        var parities = ModelExport.Student(eyes, captioner, folder.Path);
        Assert.All(parities, p => Assert.True(p.Holds, $"{p.Output}: {p.Difference}"));
        Assert.Contains(parities, p => p.Output == "step.onnx logits 3");
        Assert.Contains(parities, p => p.Output == "prefill.onnx hidden");
        Assert.Contains(parities, p => p.Output == "step.onnx hidden 3");
        Assert.True(new FileInfo(folder.File("weights.bin")).Length > 1000);
    }

    [Fact]
    public void Teacher_RandomWeightsUntied_AgreesWithOnnxRuntime()
    {
        using var folder = new TemporaryFolder();
        manual_seed(3);
        using var eyes = new TeacherEyes(TeacherEyesConfig.Tiny);
        using var captioner = new VlTransformer(VlConfig.Tiny(eyes.FeatureChannels, Vocabulary) with { Tied = false });
        Assert.All(ModelExport.Teacher(eyes, captioner, folder.Path), p => Assert.True(p.Holds, $"{p.Output}: {p.Difference}"));
    }

    [Fact]
    public void Teacher_TrunkWithBatchNorm_AgreesWithOnnxRuntime()
    {
        using var folder = new TemporaryFolder();
        manual_seed(4);
        using var eyes = new TeacherEyes(new TeacherEyesConfig(["slim"], 32, 4));
        foreach (var (name, tensor) in eyes.state_dict())
        {
            if (name.EndsWith("running_mean", StringComparison.Ordinal)) tensor.normal_(0, 0.1);
            if (name.EndsWith("running_var", StringComparison.Ordinal)) tensor.uniform_(0.7, 1.5);
        }
        eyes.eval();
        using var captioner = new VlTransformer(VlConfig.Tiny(eyes.FeatureChannels, Vocabulary));

        Assert.All(ModelExport.Teacher(eyes, captioner, folder.Path), p => Assert.True(p.Holds, $"{p.Output}: {p.Difference}"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Answers_RandomWeights_AgreeWithOnnxRuntime(bool tied)
    {
        using var folder = new TemporaryFolder();
        manual_seed(5);
        using var network = new VlClassifier(new VlClassifierConfig(VlConfig.Tiny(12, Vocabulary) with { Tied = tied }, 9));
        // Large weights: scores that differ and attention that is not flat.
        using (no_grad())
            foreach (var parameter in network.parameters()) parameter.mul_(2);

        var parities = AnswerExport.Write(network, folder.Path);

        Assert.All(parities, p => Assert.True(p.Holds, $"{p.Output}: {p.Difference}"));
        Assert.Equal(["answers.onnx scores of 1 words", "answers.onnx attention of 1 words", "answers.onnx scores of 22 words", "answers.onnx attention of 22 words"],
            parities.Select(p => p.Output));
        Assert.Equal(["answers.bin", "answers.onnx"], Directory.GetFiles(folder.Path).Select(f => Path.GetFileName(f)).Order());
    }

    [Fact]
    public void Eyes_LargerFrame_SeeAboutTheSameAsTheReducedOne()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var eyes = new StudentEyes(StudentEyesConfig.Tiny);
        using var captioner = new VlTransformer(VlConfig.Tiny(eyes.FeatureChannels, Vocabulary));
        ModelExport.Student(eyes, captioner, folder.Path);
        // Each pixel doubled: reducing by two gives the small picture back.
        var small = randint(0, 256, [1, 96, 96, 3], ScalarType.Byte);
        var large = small.repeat_interleave(2, 1).repeat_interleave(2, 2);
        using var check = new ParityCheck(folder.File("eyes.onnx"));
        var features = check.Run(("frame", small[0]))["features"];
        var reduced = check.Run(("frame", large[0]))["features"];
        Assert.True((features - reduced).square().mean().ToDouble() < 0.5 * features.var().ToDouble());
    }

    [Fact]
    public void Compare_WrongValues_DoesNotHold()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var graph = new OnnxGraphBuilder("g", new WeightsFile("weights.bin"));
        graph.Output(graph.Relu(graph.Input("x", VlDistill.Trainer.Export.Onnx.TensorProto.Types.DataType.Float, 2)), "y", VlDistill.Trainer.Export.Onnx.TensorProto.Types.DataType.Float, 2);
        graph.Save(folder.File("g.onnx"));
        using var check = new ParityCheck(folder.File("g.onnx"));
        var y = check.Run(("x", tensor([-1f, 2])))["y"];
        Assert.True(check.Compare("y", y, tensor([0f, 2])).Holds);
        Assert.False(check.Compare("y", y, tensor([0f, 2.001f])).Holds);
        Assert.False(check.Compare("y", y, tensor([0f, 2, 0])).Holds);
    }
}
