using System.Text.Json;
using VlDistill.Text;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.PhraseEncoder;

/// <summary>Distils a small text encoder from a large one on phrases that name and describe things.</summary>
public sealed class PhraseEncoderTask : ITrainingTask, ITestedTask
{
    /// <summary>The tokeniser's words in the stage's folder.</summary>
    public const string WordsFile = "words.txt";

    /// <summary>Figures on held-out phrases.</summary>
    public const string TestFile = "test.json";

    private const int EvaluationChunk = 250;
    private readonly TextEncoderSettings settings;
    private readonly StageFolder folder;
    private readonly LexicalLists lists;
    private readonly TrainingPhrases phrases;
    private readonly PhraseTargets targets;
    private readonly PhraseTokenizer tokenizer;
    private readonly int[][][] numbers;

    public PhraseEncoderTask(TextEncoderSettings settings, RunContext context, StageFolder folder)
    {
        (this.settings, this.folder) = (settings, folder);
        lists = LexicalLists.Load(context.Data);
        phrases = TrainingPhrases.Collect(lists, context.Data.Open(settings.Data), settings);
        context.Progress.Say($"{settings.Name}: {phrases.Train.Count} training phrases; held out {phrases.Dev.Count} for dev, {phrases.NewPhrases.Count} and, with new words, {phrases.NewWords.Count} for test");
        tokenizer = new PhraseTokenizer(phrases.FrequentWords(settings.Words), settings.Buckets);
        tokenizer.Save(folder.In(WordsFile));
        numbers = [.. phrases.All.Select(tokenizer.Encode)];
        targets = PhraseTargets.Open(settings, context, phrases.All);
    }

    public int Samples => phrases.Train.Count;

    public string BestMetric => "cosine";

    public IReadOnlyDictionary<string, string> Description => NetworkDescription.Of(Config);

    private PhraseConfig Config => new(tokenizer.Count, targets.Width, settings.Embedding, settings.Width, settings.Layers, settings.Heads, settings.Inner, settings.Dropout);

    public nn.Module CreateModel() => new PhraseNetwork(Config);

    public bool IsPretrained(string parameter) => false;

    public StepLoss Step(nn.Module replica, StepShare share)
    {
        var (read, shape) = PhraseTokenizer.Pack(Array.ConvertAll(share.Samples, i => Forget(numbers[i], new SeededRandom(share.Seed, (ulong)share.Step, (ulong)i))));
        var student = ((PhraseNetwork)replica).call(tensor(read, shape));
        using var teacher = tensor(targets.Of(share.Samples), [share.Samples.Length, targets.Width]);
        var direction = PhraseLosses.Direction(student, teacher);
        return new StepLoss(settings.Relations == 0 ? [direction] : [direction, PhraseLosses.Relations(student, teacher, settings.Relations)], share.Samples.Length);
    }

    public IReadOnlyDictionary<string, double> Evaluate(LaneTeam lanes)
    {
        int[] dev = [.. Enumerable.Range(phrases.Train.Count, Math.Min(settings.EvaluateOn, phrases.Dev.Count))];
        var cosines = lanes.Map([.. dev.Chunk(EvaluationChunk)], (model, chunk) =>
        {
            var (read, shape) = PhraseTokenizer.Pack(Array.ConvertAll(chunk, i => numbers[i]));
            return (((PhraseNetwork)model).call(tensor(read, shape)) * tensor(targets.Of(chunk), [chunk.Length, targets.Width])).sum(1).sum().item<float>();
        });
        return new Dictionary<string, double> { [BestMetric] = cosines.Sum(c => (double)c) / dev.Length };
    }

    public void WriteTest(int laneCount)
    {
        using var encoder = DistilledEncoder.Open(folder);
        var figures = PhraseTest.Run(encoder, phrases, targets, lists.LvisNames);
        File.WriteAllText(folder.In(TestFile), JsonSerializer.Serialize(new { figures }, RecipeJson.Options) + "\n");
    }

    public void Dispose() => targets.Dispose();

    /// <summary>Makes some words unknown.</summary>
    private int[][] Forget(int[][] phrase, SeededRandom random) =>
        Array.ConvertAll(phrase, word => random.Unit() < settings.WordDropout ? [PhraseTokenizer.Unknown, .. word[1..]] : word);
}
