using VlDistill.Datasets;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Data.Questions;

namespace VlDistill.Trainer.Tests.Data.Questions;

public sealed class QuestionSplitsTests
{
    private static readonly DataSet data = new("d", [New("a.jpg"), New("b.jpg")], [New("COCO_val2014_000000000042.jpg")], [New("c.jpg")], [], (_, _, _) => { }, _ => (1, 1));

    [Fact]
    public void Load_ByFileNameOrCocoNumber_FindsThePicture()
    {
        using var folder = new TemporaryFolder();
        Save(folder, "train", VqaQuestion.Certain(1, 9, "b.jpg", "q", "presence", "yes"), VqaQuestion.Certain(2, 9, "b.jpg", "r", "presence", "no"));
        Save(folder, "dev", VqaQuestion.Certain(3, 42, null, "q", "presence", "yes"));
        Save(folder, "test", VqaQuestion.Certain(4, 1, "c.jpg", "q", "presence", "yes"));

        var splits = QuestionSplits.Load(folder.Path, data);

        Assert.Equal((1, 2), (Assert.Single(splits.Train).Picture, splits.Train[0].Questions.Count));
        Assert.Equal(2, Assert.Single(splits.Dev).Picture);
        Assert.Equal(3, Assert.Single(splits.Test).Picture);
    }

    [Fact]
    public void Load_PictureOfAnotherSplit_NamesQuestionAndPicture()
    {
        using var folder = new TemporaryFolder();
        Save(folder, "train", VqaQuestion.Certain(1, 9, "c.jpg", "q", "presence", "yes"));

        Assert.Contains("question 1 is about c.jpg, which is not in train of d", Assert.Throws<UserException>(() => QuestionSplits.Load(folder.Path, data)).Message);
    }

    [Fact]
    public void Build_RareAnswers_AreLeftOut()
    {
        var questions = ((string[])["yes", "Yes", "two", "2", "2", "teal"]).Select((a, i) => VqaQuestion.Certain(i, 1, null, "q", "k", a)).ToArray();
        var classes = AnswerClasses.Build(questions, 2, 10);

        Assert.Equal(["2", "yes"], classes.List);
        Assert.Equal([1, 1, 0, 0, 0, -1], questions.Select(classes.Of));
    }

    [Fact]
    public void Scores_TenPeople_AreTheSoftAccuracies()
    {
        var question = new VqaQuestion(1, 1, null, "q", "k", "other", [.. Enumerable.Repeat("cat", 8), "dog", "fox"]);

        Assert.Equal([(0, 1f), (1, 0.3f)], new AnswerClasses(["cat", "dog"]).Scores(question));
    }

    private static void Save(TemporaryFolder folder, string split, params VqaQuestion[] questions) =>
        VqaQuestions.Save(QuestionSplits.QuestionFile(folder.Path, split), QuestionSplits.AnnotationFile(folder.Path, split), "test", questions);

    private static Sample New(string id) => new(id, [], null);
}
