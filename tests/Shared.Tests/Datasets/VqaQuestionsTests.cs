using VlDistill.Datasets;

namespace VlDistill.Tests.Datasets;

public sealed class VqaQuestionsTests
{
    private const string Questions = """
        {"info": {"version": "2.0"}, "task_type": "Open-Ended", "questions": [{"image_id": 458752, "question": "What is this photo taken looking through?", "question_id": 458752000}]}
        """;

    private const string Annotations = """
        {"info": {}, "annotations": [{"question_type": "what is this", "multiple_choice_answer": "net", "image_id": 458752, "answer_type": "other", "question_id": 458752000,
         "answers": [{"answer": "net", "answer_confidence": "maybe", "answer_id": 1}, {"answer": "net", "answer_confidence": "yes", "answer_id": 2}, {"answer": "mesh", "answer_confidence": "yes", "answer_id": 3}]}]}
        """;

    [Fact]
    public void Load_OfficialForm_JoinsQuestionAndAnswers()
    {
        using var folder = new TemporaryFolder();
        var question = Assert.Single(VqaQuestions.Load(folder.Write("q.json", Questions), folder.Write("a.json", Annotations)));

        Assert.Equal((458752000, 458752, "What is this photo taken looking through?", "other", "net"), (question.Id, question.ImageId, question.Text, question.AnswerType, question.MostCommon));
        Assert.Equal(["net", "net", "mesh"], question.Answers);
    }

    [Fact]
    public void Save_ThenLoad_GivesTheSame()
    {
        using var folder = new TemporaryFolder();
        VqaQuestion[] list = [VqaQuestion.Certain(1, 7, "a.jpg", "is there a dog", "presence", "yes"), VqaQuestion.Certain(2, 7, "a.jpg", "how many dogs are there", "count", "2")];
        VqaQuestions.Save(folder.File("q.json"), folder.File("a.json"), "generated", list);
        var read = VqaQuestions.Load(folder.File("q.json"), folder.File("a.json"));

        Assert.Equal(list.Select(Flat), read.Select(Flat));
        Assert.Contains("\"description\":\"generated\"", File.ReadAllText(folder.File("q.json")));

        static string Flat(VqaQuestion q) => $"{q with { Answers = [] }} {string.Join(',', q.Answers)}";
    }

    [Theory]
    [InlineData("""{"annotations": []}""", "needs 'questions'")]
    [InlineData("""{"questions": [{"image_id": 1, "question_id": 2}]}""", "questions[0] needs")]
    [InlineData("""{"questions": [{"image_id": 1, "question_id": 2, "question": "a"}, {"image_id": 1, "question_id": 2, "question": "b"}]}""", "questions[1] repeats question_id 2")]
    [InlineData("[]", "not the JSON")]
    public void Load_DamagedQuestions_NamesTheEntry(string json, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("q.json", json);

        Assert.Contains(expected, Assert.Throws<UserException>(() => VqaQuestions.Load(path)).Message);
        Assert.Contains(path, Assert.Throws<UserException>(() => VqaQuestions.Load(path)).Message);
    }

    [Fact]
    public void Load_QuestionWithoutAnnotation_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var annotations = folder.Write("a.json", Annotations.Replace("458752000", "1"));

        Assert.Contains("has no annotation", Assert.Throws<UserException>(() => VqaQuestions.Load(folder.Write("q.json", Questions), annotations)).Message);
    }

    [Fact]
    public void LoadAnswers_EmptyAnswers_NamesTheEntry()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.json", """{"annotations": [{"image_id": 1, "question_id": 2, "answers": []}]}""");

        Assert.Contains("annotations[0] needs", Assert.Throws<UserException>(() => VqaQuestions.LoadAnswers(path)).Message);
    }

    [Fact]
    public void PredictedAnswers_AnsweredTwice_NamesTheQuestion()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("p.json", """[{"question_id": 3, "answer": "a"}, {"question_id": 3, "answer": "b"}]""");

        Assert.Contains("question 3 again", Assert.Throws<UserException>(() => PredictedAnswer.Load(path)).Message);
    }
}
