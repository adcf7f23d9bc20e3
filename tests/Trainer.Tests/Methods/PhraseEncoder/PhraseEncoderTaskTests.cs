using System.Text.Json.Nodes;
using VlDistill.Bundles;
using VlDistill.Inference;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Evaluation;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Methods.PhraseEncoder;
using VlDistill.Trainer.Methods.Vild;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tests.Training;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Methods.PhraseEncoder;

public sealed class PhraseEncoderTaskTests : IDisposable
{
    private const string Json = """
        { "stages": [ { "name": "text", "task": "text-encoder", "data": "scenes", "teacher": "random", "words": 50, "buckets": 40, "embedding": 16, "width": 64, "inner": 32, "layers": 0, "wordDropout": 0, "relations": 0,
          "combinations": 150, "captions": 150, "commonWords": 60, "steps": 60, "batchSize": 64, "learningRate": 0.02, "warmupSteps": 2, "evaluateEvery": 20, "logEvery": 5 } ] }
        """;

    private readonly TemporaryFolder folder = new();

    public PhraseEncoderTaskTests()
    {
        var lexical = Directory.CreateDirectory(folder.File("weights/lexical")).FullName;
        Directory.CreateDirectory(folder.File("weights/glove"));
        File.WriteAllText(Path.Combine(lexical, "lvis_v1_categories.json"),
            """[{"name":"bow_(weapon)","synonyms":["bow_(weapon)"],"def":"a weapon for shooting arrows"},{"name":"fire_hydrant","synonyms":["fireplug","fire_hydrant"],"def":"an upright hydrant"}]""");
        File.WriteAllText(Path.Combine(lexical, "vg1600_objects_vocab.txt"), "yolk\ngoal\nlamp,lamps\n");
        File.WriteAllText(Path.Combine(lexical, "vg_object_alias.txt"), "saver,savers\n");
        File.WriteAllText(Path.Combine(lexical, "vg1600_attributes_vocab.txt"), "gray,grey\nred\nsmall\n");
        File.WriteAllText(Path.Combine(lexical, "vg1600_relations_vocab.txt"), "on,on top of\nbehind\n");
        File.WriteAllLines(folder.File("weights/glove/words.txt"), Enumerable.Range(0, 80).Select(i => $"w{(char)('a' + i / 26)}{(char)('a' + i % 26)}").Prepend(","));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_Lists_CleansNamesAndLeavesOutMarks()
    {
        var lists = LexicalLists.Load(Data);
        Assert.Equal(["bow", "fire hydrant"], lists.LvisNames);
        Assert.Contains("fireplug", lists.Things);
        Assert.Contains("sofa", lists.Things);
        Assert.Equal("waa", lists.CommonWords[0]);
    }

    [Fact]
    public void Collect_Splits_AreApartAndTheSameEachTime()
    {
        var phrases = Collect();
        Assert.Equal(phrases.All.Count, phrases.All.Distinct().Count());
        Assert.Equal(phrases.All, Collect().All);
        var known = phrases.Train.SelectMany(p => p.Split(' ')).ToHashSet();
        Assert.All(phrases.NewPhrases, p => Assert.All(p.Split(' '), w => Assert.Contains(w, known)));
        Assert.NotEmpty(phrases.Dev);
        Assert.NotEmpty(phrases.NewWords);
        Assert.All(phrases.NewWords, p => Assert.Contains(p.Split(' '), w => !known.Contains(w)));
        Assert.Contains("fire hydrant", phrases.Train);
    }

    [Fact]
    public void Train_RandomTeacher_LearnsIsTestedAndServesAsEncoder()
    {
        var stage = Train("run");

        var losses = File.ReadLines(stage.Metrics).Select(l => JsonNode.Parse(l)!).Where(l => l["direction"] is not null).Select(l => (double)l["direction"]!).ToArray();
        Assert.True(losses[^1] < 0.9 * losses[0], $"{losses[0]} → {losses[^1]}");
        var context = Context("run");
        var figures = new StageTest(context, "text", "", 0, 1).Run().Figures;
        Assert.InRange(figures["COCO names cosine"], 0.1, 1);
        Assert.InRange(figures["new words same of COCO"], 0, 1);
        using var encoder = SentenceEncoders.Open("text", context);
        Assert.Equal(512, encoder.Width);
        // It learned the prompts' mean and reads bare names only.
        Assert.Equal(encoder.Embed(["dog"])[0], ClassEmbeddings.Of(encoder, ["a dog"], synonyms: false)[0], (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Train_KilledAndResumed_EndsWithTheSameWeights() =>
        CheckpointFiles.AssertSameTensors(Train("straight").Last, Train("stopped", stops: 3).Last);

    [Fact]
    public void Write_Graph_AgreesAndRunsWithTheShippedEncoder()
    {
        var stage = Train("run", overrides: ["layers=2", "steps=4"]);
        var bundle = folder.File("bundle");

        Assert.True(PhraseExport.Write(stage, bundle).Holds);

        using var encoder = DistilledEncoder.Open(stage);
        using var shipped = new TextEncoder(Path.Combine(bundle, PhraseExport.Graph), Path.Combine(bundle, PhraseExport.Words), 512, Device.Cpu);
        string[] phrases = ["red lamp", "zebra crossing"];
        Assert.All(encoder.Embed(phrases).Zip(shipped.Embed(phrases)), p => Assert.Equal(p.First, p.Second, (a, b) => Math.Abs(a - b) < 2e-3));
        Assert.Equal(1, shipped.Runs);
    }

    [Fact]
    public void Open_UnknownStage_IsTold() => Assert.Contains("nowhere has not finished", Assert.Throws<UserException>(() => SentenceEncoders.Open("nowhere", Context("none"))).Message);

    private DataFolders Data => DataFolders.Parse([$"weights={folder.File("weights")}", $"cache={folder.File("cache")}"]);

    private static TextEncoderSettings Settings => (TextEncoderSettings)Recipe.Parse(Json, "test.json", []).Stages[0];

    private TrainingPhrases Collect() => TrainingPhrases.Collect(LexicalLists.Load(Data), Data.Open("scenes"), Settings);

    private RunContext Context(string run, string[]? overrides = null, CancellationToken stop = default) =>
        new(folder.File(run), Recipe.Parse(Json, "test.json", overrides ?? []), Data, 1, Resume: true, new SilentProgress(), stop);

    /// <summary>Trains in a run of its own; stopped at the first chance as often as asked for, then to the end.</summary>
    private StageFolder Train(string run, int stops = 0, string[]? overrides = null)
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        for (var i = 0; i < stops; i++) Assert.Throws<UserException>(() => StageRunner.Run(Context(run, overrides, stop.Token), []));
        StageRunner.Run(Context(run, overrides), []);
        return new StageFolder(folder.File(run), "text");
    }
}
