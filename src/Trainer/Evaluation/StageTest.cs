using System.Diagnostics;
using VlDistill.Datasets;
using VlDistill.Inference;
using VlDistill.Metrics;
using VlDistill.Text;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Methods.RvlBert;
using VlDistill.Trainer.Methods.Vild;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Evaluation;

/// <summary>Tests a trained stage on the test split. A captioner: its sentences by the shipped decoder, and its distance to a teacher; an answer network: its answers; a tag network: its tags; a network for crops: its classes; a relation network: its predicates.</summary>
/// <param name="stage">Stage to test.</param>
/// <param name="teacher">Stage to compare with; empty = none.</param>
/// <param name="pictures">Pictures among the attention strips.</param>
/// <param name="threads">Pictures side by side.</param>
public sealed class StageTest(RunContext context, string stage, string teacher, int pictures, int threads)
{
    /// <summary>Test pictures on which network and teacher are compared.</summary>
    private const int ComparedPictures = 500;

    private static readonly (string Name, int Beam)[] decoders = [("greedy", 1), ("beam 3", 3)];

    /// <summary>Writes <c>evaluation.json</c>, the captions, the attention strips and the map to the teacher's states into the stage's folder.</summary>
    /// <exception cref="UserException">The stage has not finished or is no captioner.</exception>
    public TestReport Run()
    {
        var began = Stopwatch.GetTimestamp();
        var folder = context.Finished(stage);
        var finished = FinishedStage.Read(folder);
        var (figures, samples) = finished.Setting("task") switch
        {
            "answer" => AnswerTest.Run(context, finished),
            "wsd-teacher" or "wsd-student" or "adain-tags" => TagTest.Run(context, finished),
            _ when File.Exists(folder.In(RelationTask.TestFile)) => RelationTest.Run(context, finished),
            _ when File.Exists(folder.In(CropTask.TestFile)) => CropTest.Run(finished),
            "crop-encoder" or "vild" or "vild-text" => (VildFigures.Read(folder).Figures, VildFigures.Read(folder).Samples),
            "text-encoder" => (Written(finished), []),
            _ => Captioner(folder, context.Data.Open(finished.Setting("data"))),
        };
        var report = new TestReport(CacheKey.OfFile(folder.Best), teacher.Length > 0 ? CacheKey.OfFile(context.Finished(teacher).Best) : "",
            figures, samples, Stopwatch.GetElapsedTime(began).TotalSeconds);
        report.Save(folder);
        return report;
    }

    /// <summary>Figures that the stage measured at its end.</summary>
    private static Dictionary<string, double> Written(FinishedStage stage) =>
        stage.Test?["figures"]?.AsObject().ToDictionary(f => f.Key, f => (double)f.Value!) ?? throw new UserException($"{stage.Folder.Path} has no test.json; train the stage again.");

    private (Dictionary<string, double> Figures, Dictionary<string, double[]> Samples) Captioner(StageFolder folder, DataSet data)
    {
        var (figures, samples) = (new Dictionary<string, double>(), new Dictionary<string, double[]>());
        if (teacher.Length > 0)
        {
            context.Progress.Say($"test of {stage}: compares with {teacher}");
            using var network = Open(folder, data);
            using var other = Open(context.Finished(teacher), data);
            var comparison = new TeacherComparison(network, other, data, threads);
            var map = comparison.Fit(ComparedPictures);
            map.Save(folder, context.Finished(teacher));
            foreach (var (name, value) in comparison.Measure(ComparedPictures, map)) figures[name] = value;
            AttentionStrip.Save(folder, AttentionStrip.Measure(network, other, data, pictures));
        }
        Caption(folder, data, figures, samples);
        return (figures, samples);
    }

    private void Caption(StageFolder folder, DataSet data, Dictionary<string, double> figures, Dictionary<string, double[]> samples)
    {
        using var network = Open(folder, data);
        using var captioner = new ShippedCaptioner(network.Transformer, network.Words, network.Regions);
        int[] test = [.. Enumerable.Range(data.Train.Count + data.Dev.Count, data.Test.Count)];
        foreach (var (name, beam) in decoders)
        {
            var said = captioner.Say(test, new DecodingOptions(beam), threads);
            CaptionSample[] scored = [.. said.Select((s, i) => CaptionSample.FromText(s, data.Test[i].Captions))];
            PredictedCaption.Save(folder.In($"test.{name.Replace(" ", "")}.json"), [.. said.Select((s, i) => new PredictedCaption(data.Test[i].Id, ImageNumber.Of(data.Test[i].Id), s))]);
            foreach (var (metric, value) in CaptionScores.Of(scored).Named) figures[$"{name} {metric}"] = value;
            samples[$"{name} CIDEr-D"] = CiderD.Score(scored).PerSample;
            context.Progress.Say(FormattableString.Invariant($"test of {stage}: {name} CIDEr-D {figures[$"{name} CIDEr-D"]:0.0000}"));
        }
    }

    private TestedNetwork Open(StageFolder folder, DataSet data)
    {
        var finished = FinishedStage.Read(folder);
        if (TrainedTransformer.Load(folder.Best) is not VlTransformer transformer) throw new UserException($"{folder.Best} holds no captioner; evaluate tests stages that say captions.");
        return new TestedNetwork(transformer, Vocabulary.Load(folder.In(TextNetwork.VocabularyFile)),
            RegionReader.Open(context, data, finished.Setting("eyes"), finished.Setting("boxes")));
    }
}
