using System.CommandLine;
using System.Text.Json;
using VlDistill.Datasets;
using VlDistill.Tests.Inference;
using VlDistill.Trainer.Commands;

namespace VlDistill.Trainer.Tests.Commands;

public sealed class AskCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new();
    private readonly string bundle;
    private readonly string picture;

    public AskCommandTests()
    {
        bundle = folder.File("bundle");
        TinyBundle.Write(bundle, scores: 3);
        Directory.CreateDirectory(folder.File("pictures"));
        picture = Picture("000000000042.ppm");
        Picture("b.ppm");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Ask_OneQuestion_PrintsAnswerAndScore()
    {
        Assert.Equal(0, Run("--image", picture, "--question", "a ?", "--bundle", bundle));

        using var printed = JsonDocument.Parse(output.ToString());
        Assert.Equal(["answer", "score"], printed.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal("no", printed.RootElement.GetProperty("answer").GetString());
        Assert.Equal(0.5, printed.RootElement.GetProperty("score").GetDouble());
    }

    [Fact]
    public void Ask_TopAndModel_PrintsThemToo()
    {
        Run("--image", picture, "--question", "a ?", "--bundle", bundle, "--model", "student", "--top", "2");

        using var printed = JsonDocument.Parse(output.ToString());
        Assert.Equal("student", printed.RootElement.GetProperty("model").GetString());
        Assert.Equal(["no", "yes"], printed.RootElement.GetProperty("top").EnumerateArray().Select(a => a.GetProperty("answer").GetString()));
    }

    [Fact]
    public void Ask_QuestionsFile_WritesResultsInItsOrder()
    {
        var questions = folder.Write("q.json", """
            {"questions": [{"question_id": 7, "image_id": 42, "question": "b"}, {"question_id": 3, "image_id": 1, "file_name": "b.ppm", "question": "zebra"},
             {"question_id": 5, "image_id": 42, "question": "a"}]}
            """);

        Assert.Equal(0, Run("--questions", questions, "--images", folder.File("pictures"), "--out", folder.File("p.json"), "--bundle", bundle));

        Assert.Equal([new PredictedAnswer(7, "two"), new(3, "yes"), new(5, "no")], PredictedAnswer.Load(folder.File("p.json")));
    }

    [Fact]
    public void Ask_QuestionAboutAnAbsentPicture_NamesIt()
    {
        var questions = folder.Write("q.json", """{"questions": [{"question_id": 7, "image_id": 43, "question": "b"}]}""");

        var message = Message("--questions", questions, "--images", folder.File("pictures"), "--out", folder.File("p.json"), "--bundle", bundle);

        Assert.Contains("question 7 is about picture 43, which is not among --images", message);
    }

    [Theory]
    [InlineData("teacher", "model teacher of this bundle cannot answer questions; ask student")]
    [InlineData("plain", "no model 'plain'")]
    public void Ask_ModelThatCannot_SaysWhichCan(string model, string told) =>
        Assert.Contains(told, Message("--image", picture, "--question", "a", "--model", model, "--bundle", bundle));

    [Fact]
    public void Ask_BundleWithoutAnswers_SaysSo()
    {
        TinyBundle.Write(folder.File("old"));

        Assert.Contains("cannot answer questions; export a run with a finished stage 'student-answers'", Message("--image", picture, "--question", "a", "--bundle", folder.File("old")));
    }

    [Fact]
    public void Ask_MissingPicture_NamesIt() =>
        Assert.StartsWith(folder.File("nowhere.jpg"), Message("--image", folder.File("nowhere.jpg"), "--question", "a", "--bundle", bundle));

    [Theory]
    [InlineData("--image", "a.jpg")]
    [InlineData("--question", "a")]
    [InlineData("--image", "a.jpg", "--question", "a", "--top", "0")]
    [InlineData("--questions", "q.json", "--images", "d")]
    [InlineData("--questions", "q.json", "--images", "d", "--out", "p.json", "--image", "a.jpg")]
    public void Ask_HalfACommandLine_IsAUsageError(params string[] arguments) => Assert.Equal(ExitCode.Usage, Run(arguments));

    private string Message(params string[] arguments) => Assert.Throws<UserException>(() => Run(arguments)).Message;

    private string Picture(string name)
    {
        var path = Path.Combine(folder.File("pictures"), name);
        File.WriteAllBytes(path, [.. "P6 2 1 255\n"u8, 10, 20, 30, 30, 40, 50]);
        return path;
    }

    private int Run(params string[] arguments) =>
        new AskCommand().Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = TextWriter.Null, EnableDefaultExceptionHandler = false });
}
