using System.Text.Json.Nodes;
using TorchSharp;
using VlDistill.Bundles;
using VlDistill.Frames;
using VlDistill.Inference;
using VlDistill.Regions;
using VlDistill.Trainer.Evaluation;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;
using Device = VlDistill.Inference.Device;

namespace VlDistill.Trainer.Tests.Export;

/// <summary>Exports a run whose stages were written by hand: tiny networks with random weights.</summary>
public sealed class BundleExportTests : TinyRun
{
    private static Frame Frame { get; } = new(0, TimeSpan.Zero, 2, 1, [10, 20, 30, 30, 40, 50]);

    [Fact]
    public void Write_DistilledStudentAndTwin_ShareTheEyes()
    {
        WriteEyes();
        WriteCaptioner("student", within: "student.");
        WriteCaptioner("plain");

        var lines = new BundleExport(Run, Target).Write();

        Assert.Contains("student: without a map to the teacher's states; the run has no stage teacher", lines);
        var bundle = Bundle.Load(Target);
        Assert.Equal(("student/eyes.onnx", "student/regions.onnx", "plain/step.onnx"),
            (bundle.Manifest.Models["plain"].Eyes, bundle.Manifest.Models["plain"].Regions, bundle.Manifest.Models["plain"].Step));
        Assert.DoesNotContain("plain/eyes.onnx", bundle.Manifest.Files.Keys);
        Assert.True(bundle.Manifest.Files["plain/weights.bin"].Bytes < bundle.Manifest.Files["student/weights.bin"].Bytes);
        using var eyes = bundle.OpenEyes(Device.Cpu, 1);
        using var plain = bundle.OpenModel("plain", Device.Cpu, 1);
        var (perception, features) = eyes.See(Frame);
        using (features) Assert.Equal(0, plain.Describe(Frame, perception, features, new DecodingOptions()).Times.Eyes);
        Assert.False(plain.CanAnswer);
        var card = File.ReadAllText(Path.Combine(Target, "MODEL_CARD.md"));
        Assert.Contains("distilled from stage teacher; plain is its twin without a teacher, trained on the same data", card);
        Assert.DoesNotContain("## Questions", card);
        Assert.DoesNotContain("to-teacher.onnx", card);
    }

    [Fact]
    public void Write_TagStage_TakesThePlaceOfTheEyesTags()
    {
        WriteEyes();
        WriteCaptioner("student");
        using var block = new TagBlock(new TagBlockConfig(Channels, 8, 3));
        nn.init.normal_(block.named_parameters().Single(p => p.name == "tags.weight").parameter);
        var stage = WriteStage("wsd-student", new JsonObject { ["task"] = "wsd-student", ["eyes"] = "student-eyes" });
        Save(stage, block, NetworkDescription.Of(block.Config));
        File.WriteAllText(stage.In("tags.txt"), "dog\nball\nrun\n");

        var lines = new BundleExport(Run, Target).Write();

        Assert.Contains("tags: 3 from stage wsd-student", lines);
        var bundle = Bundle.Load(Target);
        Assert.Equal(["dog", "ball", "run"], bundle.Tags);
        using var eyes = bundle.OpenEyes(Device.Cpu, 1);
        var (perception, features) = eyes.See(Frame);
        using (features) Assert.Equal(3, perception.Tags.Length);
        Assert.All(perception.Tags, t => Assert.InRange(t, 0, 1));
        Assert.Equal(3, perception.Tags.Distinct().Count());
    }

    [Theory]
    [InlineData("other-eyes", "")]
    [InlineData("student-eyes", "edgetpu")]
    public void Write_TagStageOfOtherEyesOrWithItsOwnTrunk_LeavesTheTags(string at, string trunk)
    {
        WriteEyes();
        WriteCaptioner("student");
        WriteStage("wsd-student", new JsonObject { ["task"] = "wsd-student", ["eyes"] = at, ["trunk"] = trunk });

        new BundleExport(Run, Target).Write();

        Assert.Equal(StudentEyesConfig.Tiny.Tags, Bundle.Load(Target).Tags.Count);
    }

    [Fact]
    public void Write_AnswerStages_AnswerInTheBundle()
    {
        WriteEyes();
        WriteCaptioner("student", within: "student.");
        WriteStage("questions", new JsonObject { ["task"] = "questions" });
        WriteAnswers("student-answers");
        WriteAnswers("blind-answers", blind: true);
        File.WriteAllText(Path.Combine(Run, "report.md"), "| cell | CIDEr-D |\n|---|---|\n| all | 0.5 |\n");

        var lines = new BundleExport(Run, Target).Write();

        Assert.Contains(lines, l => l.StartsWith("student-answers:", StringComparison.Ordinal) && l.Contains("3 answers"));
        var bundle = Bundle.Load(Target);
        var answers = bundle.Manifest.Models["student"].Answers!;
        Assert.Equal(["presence"], answers.Kinds);
        Assert.Equal(0.75, answers.Figures["test overall"]);
        Assert.Equal("generated from captions and boxes", answers.Training["questions"]);
        using var eyes = bundle.OpenEyes(Device.Cpu, 1);
        using var student = bundle.OpenModel("student", Device.Cpu, 1);
        var (perception, features) = eyes.See(Frame);
        using var map = features;
        var answer = student.Ask(Frame, perception, map, "Is there a dog?");
        Assert.Equal(["no", "two", "yes"], answer.Best.Select(b => b.Text).Order());
        Assert.Equal(1, answer.Best.Sum(b => b.Score), 1e-4);
        var card = File.ReadAllText(Path.Combine(Target, "MODEL_CARD.md"));
        Assert.Contains("| student-answers | yes | generated from captions and boxes |", card);
        Assert.Contains("| blind-answers (blind) | no |", card);
        Assert.Contains("| all | 0.5 |", card);
    }

    [Theory]
    [InlineData("")]
    [InlineData("student.")]
    public void Write_RelationStage_RelatesInTheBundle(string within)
    {
        WriteEyes();
        WriteCaptioner("student");
        WriteRelations("student-relations", within);

        var lines = new BundleExport(Run, Target).Write();

        Assert.Contains(lines, l => l.StartsWith("student-relations:", StringComparison.Ordinal) && l.Contains("2 predicates"));
        var bundle = Bundle.Load(Target);
        Assert.Equal("mined", bundle.Manifest.Models["student"].Relations!.Training["relations"]);
        using var eyes = bundle.OpenEyes(Device.Cpu, 1);
        using var student = bundle.OpenModel("student", Device.Cpu, 1);
        Assert.Equal(["on", "left of"], student.Predicates);
        var (_, features) = eyes.See(Frame);
        using var map = features;
        var seen = new Perception(RegionSet.From([new Region(new Box(0, 0, 0.5f, 1), 0, 1), new Region(new Box(0.5f, 0, 1, 1), 1, 1)]), 0);
        var related = student.Relate(Frame, seen, map, ["dog", "zebra"]);
        Assert.Equal([(0, 1), (1, 0)], related.Pairs.Select(p => (p.Subject, p.Object)));
        Assert.All(related.Pairs, p => Assert.Equal(1, p.Predicates.Sum() + p.Background, 1e-4));
    }

    [Fact]
    public void Relate_AfterDescribing_ReadsWhatItsOwnEyesSawOfThatFrame()
    {
        WriteEyes();
        WriteEyes("other-eyes");
        WriteCaptioner("student");
        WriteCaptioner("teacher", eyes: "other-eyes");
        WriteRelations("teacher-relations", "", "other-eyes");
        new BundleExport(Run, Target).Write();
        var bundle = Bundle.Load(Target);
        using var eyes = bundle.OpenEyes(Device.Cpu, 1);
        using var teacher = bundle.OpenModel("teacher", Device.Cpu, 1);
        using var other = new Frame(0, TimeSpan.Zero, 2, 1, [200, 20, 0, 0, 240, 50]);
        var (_, features) = eyes.See(Frame);
        using var map = features;
        var seen = new Perception(RegionSet.From([new Region(new Box(0, 0, 0.5f, 1), 0, 1), new Region(new Box(0.5f, 0, 1, 1), 1, 1)]), 0);
        var (alone, otherAlone) = (Scores(Frame), Scores(other));
        Assert.NotEqual(alone, otherAlone);

        teacher.Describe(Frame, seen, map, new DecodingOptions());
        Assert.Equal(alone, Scores(Frame));
        teacher.Describe(Frame, seen, map, new DecodingOptions());
        Assert.Equal(otherAlone, Scores(other));

        float[] Scores(Frame frame) => [.. teacher.Relate(frame, seen, map, ["dog", "dog"]).Pairs.SelectMany(p => p.Predicates)];
    }

    [Fact]
    public void Write_RelationsOfOtherEyes_Refuses()
    {
        WriteEyes();
        WriteEyes("other-eyes");
        WriteCaptioner("student");
        WriteRelations("student-relations", "", "other-eyes");

        Assert.Contains("student-relations reads other-eyes, student reads student-eyes", Assert.Throws<UserException>(() => new BundleExport(Run, Target).Write()).Message);
    }

    [Fact]
    public void Relate_BundleWithoutRelations_SaysWhatToExport()
    {
        WriteEyes();
        WriteCaptioner("student");
        new BundleExport(Run, Target).Write();
        using var student = Bundle.Load(Target).OpenModel("student", Device.Cpu, 1);
        using var map = FeatureMap.From(new float[1], 1, 1, 1, 1);

        Assert.Empty(student.Predicates);
        Assert.Contains("'student-relations'", Assert.Throws<UserException>(() => student.Relate(Frame, new Perception(RegionSet.From([]), 0), map, [])).Message);
    }

    [Fact]
    public void Write_TestedAgainstTheTeacher_ShipsTheMapOfItsStates()
    {
        WriteEyes();
        WriteCaptioner("student", within: "student.");
        WriteCaptioner("plain");
        WriteCaptioner("teacher");
        var width = VlConfig.Tiny(Channels, 11).Width;
        var map = new StateMap([.. Enumerable.Range(0, width * width).Select(i => i % (width + 1) == 0 ? 2f : 0)], new float[width]);
        map.Save(new StageFolder(Run, "student"), new StageFolder(Run, "teacher"));

        var lines = new BundleExport(Run, Target).Write();

        var models = Bundle.Load(Target).Manifest.Models;
        Assert.Equal(("student/to-teacher.onnx", null, null), (models["student"].ToTeacher, models["plain"].ToTeacher, models["teacher"].ToTeacher));
        Assert.Contains(lines, l => l.StartsWith("plain: without a map to the teacher's states; for one run ./vldistill evaluate --run", StringComparison.Ordinal) && l.Contains("--stage plain --teacher teacher"));
        var card = File.ReadAllText(Path.Combine(Target, "MODEL_CARD.md"));
        Assert.Contains("student/to-teacher.onnx turns", card);
        Assert.Contains("./vldistill evaluate --run RUN --data NAME=DIR… --stage student --teacher teacher\n./vldistill export --run RUN --out BUNDLE\n", card);
    }

    [Fact]
    public void Write_DistilledInPreTrainingOnly_SaysSoAndHowTheTwinDiffers()
    {
        WriteEyes();
        WriteCaptioner("student-pretrain", within: "student.");
        WriteCaptioner("student", init: "student-pretrain");
        WriteCaptioner("plain");

        new BundleExport(Run, Target).Write();

        Assert.Contains("distilled from stage teacher; plain is its twin without a teacher, but with data scenes instead of scenes + scenes, steps 10 instead of 10 + 10.",
            File.ReadAllText(Path.Combine(Target, "MODEL_CARD.md")));
    }

    [Fact]
    public void Write_StageOfAnotherRun_GoesByItsNewName()
    {
        WriteEyes();
        WriteCaptioner("student", within: "student.");
        WriteCaptioner("twin");
        Directory.CreateDirectory(At("cells"));
        Directory.Move(Path.Combine(Run, "twin"), At("cells/student"));

        new BundleExport(Run, Target, [$"plain={At("cells/student")}/"]).Write();

        Assert.Contains("./vldistill export --run RUN --out BUNDLE \\\n  --stage plain=RUN/../cells/student\n", File.ReadAllText(Path.Combine(Target, "MODEL_CARD.md")));
        Assert.Equal("plain/step.onnx", Bundle.Load(Target).Manifest.Models["plain"].Step);
        Assert.Contains("nowhere: no finished stage there", Assert.Throws<UserException>(() => new BundleExport(Run, Target, ["plain=nowhere"])).Message);
    }

    [Fact]
    public void Write_AnswersOfOtherEyes_Refuses()
    {
        WriteEyes();
        WriteEyes("other-eyes");
        WriteCaptioner("student");
        WriteAnswers("student-answers", eyes: "other-eyes");

        Assert.Contains("student-answers reads other-eyes, student reads student-eyes", Assert.Throws<UserException>(() => new BundleExport(Run, Target).Write()).Message);
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public void Write_OpenVocabularyStage_FindsByName()
    {
        WriteEyes();
        WriteCaptioner("student");
        WriteHead();
        WritePhrases();

        var lines = new BundleExport(Run, Target).Write();

        Assert.Contains(lines, l => l.StartsWith("open-vocabulary:", StringComparison.Ordinal));
        var bundle = Bundle.Load(Target);
        Assert.Equal(["dog", "cat"], bundle.Manifest.Prompts);
        using var eyes = bundle.OpenEyes(Device.Cpu, 1);
        using var vocabulary = bundle.OpenVocabulary(Device.Cpu)!;
        var (_, features) = eyes.See(Frame);
        using (features) Assert.All(vocabulary.Score(features, [Box.Whole], ["dog", "red bus"]), s => Assert.InRange(s, 0, 1));
        Assert.Contains("| region head (stage open-vocabulary) |", File.ReadAllText(Path.Combine(Target, "MODEL_CARD.md")));
    }

    [Fact]
    public void Write_OpenVocabularyWithoutItsTextEncoder_Refuses()
    {
        WriteEyes();
        WriteCaptioner("student");
        WriteHead();

        Assert.Contains("needs a text encoder", Assert.Throws<UserException>(() => new BundleExport(Run, Target).Write()).Message);
    }

    [Fact]
    public void Write_OpenVocabularyOfOtherEyes_Refuses()
    {
        WriteEyes();
        WriteCaptioner("student");
        WriteHead("other-eyes");

        Assert.Contains("was trained on the map of other-eyes", Assert.Throws<UserException>(() => new BundleExport(Run, Target).Write()).Message);
    }
}
