using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Trainer.Data.Questions;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Evaluation;

/// <summary>Scores what an answer stage said to the test questions at the end of its training.</summary>
public static class AnswerTest
{
    private const string Accuracy = "accuracy";

    /// <summary>Soft accuracy in all and by answer type, with each question's score.</summary>
    /// <exception cref="UserException">The stage left no answers, or the questions are not those it answered.</exception>
    public static (Dictionary<string, double> Figures, Dictionary<string, double[]> Samples) Run(RunContext context, FinishedStage stage)
    {
        var file = stage.Folder.In("test.answers.json");
        var splits = QuestionsStage.Open(context, context.Data.Open(stage.Setting("data")), stage.Setting("questions"));
        var given = PredictedAnswer.Load(file).ToDictionary(a => a.QuestionId!.Value, a => a.Answer!);
        AnswerSample[] samples = [.. splits.Test.SelectMany(p => p.Questions).Select(q => new AnswerSample(
            given.GetValueOrDefault(q.Id) ?? throw new UserException($"{file}: question {q.Id} has no answer; train the stage again."), q.AnswerType, q.Answers))];
        var figures = VqaAccuracy.Of(samples).Named.Where(f => double.IsFinite(f.Value)).ToDictionary(f => f.Key == "overall" ? Accuracy : f.Key, f => f.Value);
        return (figures, new Dictionary<string, double[]> { [Accuracy] = [.. samples.Select(s => VqaAccuracy.Score(s.Answer, s.Answers))] });
    }
}
