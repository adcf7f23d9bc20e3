using TorchSharp;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Methods.DistillVlm;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.DistillVlm;

[Collection(TaughtRun.Collection)]
public sealed class DistillerTests(TaughtRun run)
{
    private const int Samples = 6;

    [Fact]
    public void Terms_StudentIsTeacher_AttentionAndDistanceAreZero()
    {
        using var scope = NewDisposeScope();
        var terms = Terms("student.distil.queue=0", "student.distil.anchors=0");

        // What is left is the cache's float16.
        Assert.InRange(terms["attention"], 0, 1e-7);
        Assert.InRange(terms["hidden"], -1e-6, 1e-5);
        Assert.InRange(terms["classes"], 0.1, 10);
    }

    [Fact]
    public void Terms_TeachersRegionsShuffled_RaiseAttentionAndDistance()
    {
        using var scope = NewDisposeScope();
        var (aligned, shuffled) = (Terms("student.distil.queue=0"), Terms("student.distil.queue=0", "student.distil.align=shuffled"));

        Assert.True(shuffled["attention"] > 100 * aligned["attention"], $"{shuffled["attention"]} {aligned["attention"]}");
        Assert.True(shuffled["hidden"] > 100 * Math.Abs(aligned["hidden"]), $"{shuffled["hidden"]} {aligned["hidden"]}");
        Assert.Equal(aligned["classes"], shuffled["classes"], 6);
    }

    [Fact]
    public void Terms_TwoTeachers_AverageTheSameWordsToTheSame()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(Terms("student.distil.queue=0")["classes"], Terms("student.distil.queue=0", "student.distil.teacher=teacher, teacher")["classes"], 3);
    }

    [Fact]
    public void Terms_WeightZero_AreNotComputed()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(["classes"], Terms("student.distil.attention=0", "student.distil.hidden=0").Keys);
    }

    [Fact]
    public void Open_SecondTime_ReadsTheCache()
    {
        using var scope = NewDisposeScope();
        _ = Terms("student.distil.queue=0");
        var written = Files();
        _ = Terms("student.distil.classes=3", "student.distil.queue=7");

        Assert.Equal(written, Files());

        string[] Files() => [.. Directory.GetFiles(run.Context().Cache, "teacher-*").Order().Select(f => $"{f} {File.GetLastWriteTimeUtc(f).Ticks}")];
    }

    [Theory]
    [InlineData("student.heads=8", "stage student has heads=8, its teacher teacher has 4")]
    [InlineData("student.minimumUses=300", "stage student and its teacher teacher have different vocabularies")]
    [InlineData("student.captions=1", "captions is 1, but a teacher speaks about all")]
    [InlineData("student.distil.teacher=eyes", "stage eyes reads no regions")]
    [InlineData("student.distil.teacher=features", "stage features reads no regions")]
    [InlineData("student.distil.teacher=nobody", "stage nobody has not finished")]
    public void Run_TeacherThatDoesNotFit_IsRefusedInOneLine(string set, string expected)
    {
        var error = Assert.Throws<UserException>(() => StageRunner.Run(run.Context(run.Copy(Guid.NewGuid().ToString()), new Training.SilentProgress(), CancellationToken.None, set), ["student"]));

        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    /// <summary>The terms of the teacher's own network as its student, φ being the identity.</summary>
    private Dictionary<string, double> Terms(params string[] sets)
    {
        var context = run.Context(sets);
        var settings = (CaptionSettings)context.Recipe.Stages[2];
        var folder = new StageFolder(run.Path, "student");
        Directory.CreateDirectory(folder.Path);
        var data = context.Data.Open("scenes");
        using var network = new TextNetwork(settings, context, folder, data, data.Train.SelectMany(s => s.Captions));
        var texts = DistillTexts.Fixed(Samples, s => [.. data.Train[s].Captions.Select(c => TextSegment.Caption(network.Words.Encode(c)))], true, SoftLabels.Words);
        using var distiller = Distiller.Open(settings, context, folder, network, 0, texts)!;
        using var model = (DistilledStudent)Distiller.Wrap(distiller, TrainedTransformer.Load(context.Finished("teacher").Best));
        model.eval();
        using var off = no_grad();
        foreach (var projection in model.Projections)
        {
            projection.weight.copy_(eye(projection.weight.shape[0]));
            projection.bias!.zero_();
        }

        var share = new StepShare(0, [.. Enumerable.Range(0, Samples)], 1);
        var packed = PackedTexts.Pack([.. share.Samples.Select(s => texts.Segments(s, 0))]);
        var regions = network.Regions.Read(share.Samples);
        long[] shape = [packed.Pictures, packed.Length];
        var mask = AttentionMasks.Prefix(regions.Length, regions.Counts, packed, causal: true);
        var output = DistilledStudent.Of<VlTransformer>(model).call(new VlInput(regions.Features, regions.Boxes, tensor(packed.Inputs, shape), tensor(packed.Positions, shape), mask));
        return distiller.Terms(model, output, null, regions, packed, share).ToDictionary(t => t.Name, t => t.Value.ToDouble());
    }
}
