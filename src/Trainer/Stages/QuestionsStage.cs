using VlDistill.Datasets;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Data.Questions;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Stages;

/// <summary>How many questions of a kind there are, over how many answers, and how often the usual answer to the same thing is right.</summary>
public sealed record QuestionKindReport(int Questions, int Answers, double MajorityShare);

/// <summary>What the stage made, by split and kind.</summary>
public sealed record QuestionsReport(string Description, IReadOnlyDictionary<string, double> PerPicture, IReadOnlyDictionary<string, IReadOnlyDictionary<string, QuestionKindReport>> Splits);

/// <summary>Generates questions about photographs from their captions and a pretrained detector's boxes; nobody wrote or checked them.</summary>
public sealed class QuestionsStage(QuestionsSettings settings, RunContext context, StageFolder folder)
{
    /// <summary>In the files' info and in reports.</summary>
    public const string Description = "generated questions: made from captions and a detector's boxes by rules, not asked or checked by people";

    /// <summary>What a stage calls the data set's own questions.</summary>
    public const string OfData = "data";

    public QuestionsReport Run()
    {
        var data = context.Data.Open(settings.Data);
        var boxes = CocoInstances.Load(context.Finished(settings.Boxes).In(BoxesStage.ResultFile));
        var found = boxes.Images.ToDictionary(i => i.FileName);
        var (perPicture, splits) = (new Dictionary<string, double>(), new Dictionary<string, IReadOnlyDictionary<string, QuestionKindReport>>());
        long id = 0;
        foreach (var (split, samples) in ((string, IReadOnlyList<Sample>)[])[("train", data.Train), ("dev", data.Dev), ("test", data.Test)])
        {
            var facts = samples.Select((s, i) => PictureFacts.Of(i, s.Captions, Find(s).Boxes.Select(b => boxes.Labels[b.Label]))).ToArray();
            var questions = Generate(facts, settings, context.Seed + (ulong)splits.Count);
            VqaQuestions.Save(QuestionSplits.QuestionFile(folder.Path, split), QuestionSplits.AnnotationFile(folder.Path, split), Description,
                [.. questions.Select(q => VqaQuestion.Certain(++id, Find(samples[q.Picture]).Id, samples[q.Picture].Id, q.Text, q.Kind, q.Answer))]);
            perPicture[split] = Math.Round(questions.Count / (double)Math.Max(1, samples.Count), 2);
            splits[split] = questions.GroupBy(q => q.Kind).ToDictionary(g => g.Key, Describe);
        }
        return new QuestionsReport(Description, perPicture, splits);

        LabelledImage Find(Sample sample) => found.GetValueOrDefault(sample.Id)
            ?? throw new UserException($"stage {settings.Boxes} has no boxes of {sample.Id}; run it on data set {settings.Data}.");
    }

    /// <summary>The questions a stage asks, by the name in its settings: <see cref="OfData"/>, a stage that made some, or a folder.</summary>
    /// <exception cref="UserException">There are none.</exception>
    public static QuestionSplits Open(RunContext context, DataSet data, string source) =>
        source == OfData ? QuestionSplits.Of(data)
            : QuestionSplits.Load(Directory.Exists(source) && context.Recipe.Stages.All(s => s.Name != source) ? source : context.Finished(source).Path, data);

    /// <summary>All questions about pictures numbered from 0, in the pictures' order; a function of its arguments alone.</summary>
    public static IReadOnlyList<GeneratedQuestion> Generate(IReadOnlyList<PictureFacts> pictures, QuestionsSettings settings, ulong seed)
    {
        IReadOnlyList<GeneratedQuestion> open = [.. CountQuestions.Find(pictures, seed), .. ColorQuestions.Find(pictures, seed), .. ActionQuestions.Find(pictures)];
        return [.. PresenceQuestions.Find(pictures, settings.PresencePerPicture, settings.MinimumPictures, seed).Concat(AnswerBalance.Cap(open, settings.LargestShare, seed)).OrderBy(q => q.Picture)];
    }

    private static QuestionKindReport Describe(IEnumerable<GeneratedQuestion> questions)
    {
        var list = questions.ToList();
        var usual = list.GroupBy(q => q.Subject).Sum(subject => subject.CountBy(q => q.Answer).Max(a => a.Value));
        return new QuestionKindReport(list.Count, list.Select(q => q.Answer).Distinct().Count(), Math.Round(usual / (double)list.Count, 4));
    }
}
