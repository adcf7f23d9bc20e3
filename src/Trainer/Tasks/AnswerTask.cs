using TorchSharp;
using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Text;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Data.Questions;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Methods.DistillVlm;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tasks;

/// <summary>Trains a transformer to choose answers to questions about pictures from a fixed list, all questions of a picture at once.</summary>
public sealed class AnswerTask : ITrainingTask, ITestedTask
{
    /// <summary>The answers in the stage's folder, in the order of the classifier's scores.</summary>
    public const string AnswersFile = "answers.txt";

    private const int EvaluationChunk = 20;
    private readonly AnswerSettings settings;
    private readonly StageFolder folder;
    private readonly TextNetwork network;
    private readonly IReadOnlyList<PictureQuestions> train, dev, test;
    private readonly AnswerClasses answers;
    private readonly Distiller? distiller;

    public AnswerTask(AnswerSettings settings, RunContext context, StageFolder folder)
    {
        (this.settings, this.folder) = (settings, folder);
        if (settings.Blind && settings.Distil.Teacher.Length > 0) throw new UserException($"stage {settings.Name} is blind: a teacher who sees would tell it what is in the picture; empty distil.teacher.");
        var data = context.Data.Open(settings.Data);
        var splits = QuestionsStage.Open(context, data, settings.Questions);
        answers = AnswerClasses.Build(splits.Train.SelectMany(p => p.Questions), settings.MinimumAnswerUses, settings.MostAnswers);
        answers.Save(folder.In(AnswersFile));
        (dev, test) = (splits.Dev, splits.Test);
        train = [.. splits.Train.Select(p => p with { Questions = [.. p.Questions.Where(IsLearnable)] }).Where(p => p.Questions.Count > 0)];
        network = new TextNetwork(settings, context, folder, data, train.SelectMany(p => p.Questions).Select(q => q.Text));
        distiller = Distiller.Open(settings, context, folder, network, answers.List.Count,
            new DistillTexts(Samples, 1, s => train[s].Picture, (s, _) => [.. train[s].Questions.Select(Segment)], _ => 0, Causal: false, SoftLabels.Classes));
    }

    public int Samples => train.Count;

    public string BestMetric => "accuracy";

    public IReadOnlyDictionary<string, string> Description => Distiller.Describe(distiller, NetworkDescription.Of(Config));

    private VlClassifierConfig Config => new(network.Config, answers.List.Count);

    public nn.Module CreateModel()
    {
        var model = new VlClassifier(Config);
        network.Start(model.Transformer);
        return Distiller.Wrap(distiller, model);
    }

    public bool IsPretrained(string parameter) => false;

    public StepLoss Step(nn.Module replica, StepShare share)
    {
        PictureQuestions[] asked = [.. share.Samples.Select(s => train[s])];
        VqaQuestion[] questions = [.. asked.SelectMany(p => p.Questions)];
        var (output, packed, regions) = Ask(replica, asked);
        var term = settings.Target == AnswerTarget.SoftScores
            ? AnswerLoss.SoftScores(output.Classes, SoftScores(questions))
            : AnswerLoss.MostCommon(output.Classes, tensor(questions.Select(q => (long)answers.Of(q)).ToArray()));
        return new StepLoss([term, .. distiller?.Terms(replica, output.Output, output.Classes, regions, packed, share) ?? []], questions.Length);
    }

    public void AfterStep(nn.Module model, StepShare batch) => distiller?.AfterStep(model, batch);

    public IReadOnlyDictionary<string, double> Evaluate(LaneTeam lanes)
    {
        var figures = Accuracy(Answer(lanes, dev.Take(settings.EvaluateOn))).Named.ToDictionary(f => f.Key == "overall" ? BestMetric : f.Key, f => f.Value);
        figures.Remove("questions");
        return figures;
    }

    public void WriteTest(int laneCount)
    {
        using var lanes = LaneTeam.Load(CreateModel, folder.Best, laneCount);
        var given = Answer(lanes, test);
        var kinds = given.GroupBy(g => g.Question.QuestionType).ToDictionary(g => g.Key, g => Accuracy(g).Overall);
        PredictedAnswer.Save(folder.In("test.answers.json"), [.. given.Select(g => new PredictedAnswer(g.Question.Id, g.Answer))]);
        // JSON has no NaN: a type that nobody asked about is null.
        var figures = Accuracy(given).Named.ToDictionary(f => f.Key, f => double.IsFinite(f.Value) ? f.Value : (double?)null);
        JsonFile.Write(folder.In("test.json"), new { Figures = figures, Kinds = kinds }, form: RecipeJson.Options);
    }

    public void Dispose()
    {
        distiller?.Dispose();
        network.Dispose();
    }

    private bool IsLearnable(VqaQuestion question) => settings.Target == AnswerTarget.SoftScores ? answers.Scores(question).Count > 0 : answers.Of(question) >= 0;

    private IReadOnlyList<(VqaQuestion Question, string Answer)> Answer(LaneTeam lanes, IEnumerable<PictureQuestions> pictures)
    {
        PictureQuestions[] asked = [.. pictures];
        var chosen = lanes.Map([.. Enumerable.Range(0, asked.Length).Chunk(EvaluationChunk)],
            (model, chunk) => Ask(model, [.. chunk.Select(i => asked[i])]).Output.Classes.argmax(1).data<long>().ToArray()).SelectMany(c => c);
        return [.. asked.SelectMany(p => p.Questions).Zip(chosen, (question, choice) => (question, answers.List[(int)choice]))];
    }

    private static VqaAccuracy Accuracy(IEnumerable<(VqaQuestion Question, string Answer)> given) =>
        VqaAccuracy.Of([.. given.Select(g => new AnswerSample(g.Answer, g.Question.AnswerType, g.Question.Answers))]);

    private (ClassifierOutput Output, PackedTexts Packed, RegionBatch Regions) Ask(nn.Module model, IReadOnlyList<PictureQuestions> asked)
    {
        var packed = PackedTexts.Pack([.. asked.Select(p => (TextSegment[])[.. p.Questions.Select(Segment)])]);
        var regions = settings.Blind ? Nothing(asked.Count) : network.Regions.Read([.. asked.Select(p => p.Picture)]);
        var input = regions.Before(packed, causal: false);
        return (DistilledStudent.Of<VlClassifier>(model).call(input, tensor(packed.Starts)), packed, regions);
    }

    private TextSegment Segment(VqaQuestion question)
    {
        int[] tokens = [.. QuestionTokens.Of(question.Text, network.Words, settings.MaxWords + 1).Select(t => (int)t)];
        return new TextSegment(tokens, new int[tokens.Length]);
    }

    /// <summary>What a blind network sees: one region of zeros, the same for every picture.</summary>
    private RegionBatch Nothing(int pictures) => new(zeros(pictures, 1, network.Config.Features), zeros(pictures, 1, 4), [.. Enumerable.Repeat(1, pictures)]);

    private Tensor SoftScores(VqaQuestion[] questions)
    {
        var values = new float[questions.Length * answers.List.Count];
        for (var q = 0; q < questions.Length; q++)
            foreach (var (number, score) in answers.Scores(questions[q])) values[q * answers.List.Count + number] = score;
        return tensor(values, [questions.Length, answers.List.Count]);
    }
}
