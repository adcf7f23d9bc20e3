using System.Text.Json.Nodes;
using TorchSharp;
using VlDistill.Text;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Evaluation;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Methods.PhraseEncoder;
using VlDistill.Trainer.Methods.RvlBert;
using VlDistill.Trainer.Methods.Vild;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Export;

/// <summary>A run whose stages were written by hand: tiny networks with random weights.</summary>
public abstract class TinyRun : IDisposable
{
    private const string Words = "<pad>\n<bos>\n<eos>\n<unk>\n<mask>\n<sep>\n<cls>\na\ndog\nis\nthere\n";
    private const int Directions = 6;
    private readonly TemporaryFolder folder = new();

    protected TinyRun()
    {
        manual_seed(6);
        Directory.CreateDirectory(Run);
        File.WriteAllText(Path.Combine(Run, RunContext.RecipeFile), "{}");
    }

    protected string Run => folder.File("run");

    protected string Target => folder.File("bundle");

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A path beside the run.</summary>
    protected string At(string name) => folder.File(name);

    protected static int Channels => StudentEyes(e => e.FeatureChannels);

    protected static T StudentEyes<T>(Func<StudentEyes, T> get)
    {
        using var eyes = new StudentEyes(StudentEyesConfig.Tiny);
        return get(eyes);
    }

    protected void WriteEyes(string name = "student-eyes")
    {
        using var eyes = new StudentEyes(StudentEyesConfig.Tiny);
        var stage = WriteStage(name, new JsonObject { ["task"] = "detector" });
        Save(stage, eyes, NetworkDescription.Of(eyes.Config, 96));
        File.WriteAllText(stage.In("labels.txt"), string.Concat(Enumerable.Range(0, eyes.Config.Classes).Select(i => $"class{i}\n")));
        File.WriteAllText(stage.In("tags.txt"), string.Concat(Enumerable.Range(0, eyes.Config.Tags).Select(i => $"tag{i}\n")));
    }

    protected void WriteCaptioner(string name, string within = "", string init = "", string eyes = "student-eyes")
    {
        var stage = WriteStage(name, new JsonObject
        {
            ["task"] = "caption",
            ["eyes"] = eyes,
            ["init"] = init,
            ["distil"] = new JsonObject { ["teacher"] = within.Length > 0 ? "teacher" : "" },
        });
        File.WriteAllText(stage.In("vocab.txt"), Words);
        using var captioner = new VlTransformer(VlConfig.Tiny(Channels, 11));
        var description = NetworkDescription.Of(captioner.Config);
        if (within.Length == 0) Save(stage, captioner, description);
        else
        {
            using var distilled = new Distilled(captioner);
            Save(stage, distilled, TrainedTransformer.Within(description, within));
        }
    }

    protected void WriteAnswers(string name, bool blind = false, string eyes = "student-eyes")
    {
        var stage = WriteStage(name, new JsonObject { ["task"] = "answer", ["eyes"] = eyes, ["questions"] = "questions", ["blind"] = blind });
        File.WriteAllText(stage.In("vocab.txt"), Words);
        File.WriteAllText(stage.In("answers.txt"), "yes\nno\ntwo\n");
        File.WriteAllText(stage.In("test.json"), """{"figures": {"overall": 0.75, "number": null}, "kinds": {"presence": 0.75}}""");
        using var network = new VlClassifier(new VlClassifierConfig(VlConfig.Tiny(Channels, 11), 3));
        Save(stage, network, NetworkDescription.Of(network.Config));
    }

    protected void WriteHead(string eyes = "student-eyes")
    {
        var stage = WriteStage("open-vocabulary", new JsonObject { ["task"] = "vild", ["eyes"] = eyes, ["scale"] = 100.0 });
        using var network = new VildNetwork(new VildConfig(Channels, StudentEyes(e => e.FeatureSize), 8, Directions, 2));
        Save(stage, network, NetworkDescription.Of(network.Config));
        File.WriteAllText(stage.In(VildTask.BaseFile), "dog\ncat\n");
    }

    protected void WritePhrases()
    {
        var stage = WriteStage("text-encoder", new JsonObject { ["task"] = "text-encoder" });
        var words = new PhraseTokenizer(["dog", "red", "bus"], 16);
        words.Save(stage.In(PhraseEncoderTask.WordsFile));
        using var network = new PhraseNetwork(new PhraseConfig(words.Count, Directions, 8, 8, 1, 2, 8));
        Save(stage, network, NetworkDescription.Of(network.Config));
    }

    protected void WriteRelations(string name, string within, string eyes = "student-eyes")
    {
        var stage = WriteStage(name, new JsonObject { ["task"] = "relation", ["eyes"] = eyes, ["relations"] = "mined" });
        File.WriteAllText(stage.In("vocab.txt"), Words);
        File.WriteAllText(stage.In("predicates.txt"), "on\nleft of\n");
        using var network = new RvlBert(new RvlBertConfig(VlConfig.Tiny(Channels, 11), 2));
        using nn.Module saved = within.Length == 0 ? network : new Distilled(network);
        Save(stage, saved, within.Length == 0 ? NetworkDescription.Of(network.Config) : TrainedTransformer.Within(NetworkDescription.Of(network.Config), within));
    }

    /// <summary>As the evaluate command leaves it.</summary>
    protected void Tested(string stage, double recall)
    {
        var at = new StageFolder(Run, stage);
        new TestReport(CacheKey.OfFile(at.Best), "", new Dictionary<string, double> { ["R@50 k=1"] = recall }, new Dictionary<string, double[]>(), 1).Save(at);
    }

    protected StageFolder WriteStage(string name, JsonObject settings)
    {
        var stage = new StageFolder(Run, name);
        Directory.CreateDirectory(stage.Path);
        settings["data"] = "scenes";
        File.WriteAllText(stage.Config, new JsonObject { ["source"] = "tiny.json", ["seed"] = 1, ["commit"] = "abc", ["settings"] = settings }.ToJsonString());
        stage.Finish(new { steps = 10, seconds = 60.0 });
        return stage;
    }

    protected static void Save(StageFolder stage, nn.Module network, IReadOnlyDictionary<string, string> description) =>
        Checkpoint.Save(stage.Best, network, null, new TrainState(10, null, 0), description);

    /// <summary>A student as it lies in the checkpoint of a distillation.</summary>
    private sealed class Distilled : nn.Module
    {
        private readonly nn.Module student;

        public Distilled(nn.Module student) : base(nameof(Distilled))
        {
            this.student = student;
            RegisterComponents();
        }
    }
}
