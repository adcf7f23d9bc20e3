using VlDistill.Bundles;
using VlDistill.Frames;
using VlDistill.Inference;
using VlDistill.Regions;

namespace VlDistill.Tests.Inference;

public sealed class QuestionAnswererTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Frame frame = new(0, TimeSpan.Zero, 2, 1, [10, 20, 30, 30, 40, 50]);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Is A there?", "no", 0.5f)]
    [InlineData("a B b", "two", 16 / 19f)]
    [InlineData("a a a b b b", "no", 8 / 10f)] // Only three words fit between the marks.
    public void Ask_Words_DecideTheAnswer(string question, string text, float score)
    {
        var answer = Ask(question);

        Assert.Equal(text, answer.Text);
        Assert.Equal(score, answer.Score, 1e-5);
        Assert.Equal(answer.Best.Select(b => b.Score).OrderDescending(), answer.Best.Select(b => b.Score));
        Assert.Equal(1, answer.Best.Sum(b => b.Score), 1e-5);
    }

    [Fact]
    public void Ask_Top_LimitsTheAnswers() => Assert.Equal(["no", "yes"], Ask("a", top: 2).Best.Select(b => b.Text));

    [Fact]
    public void Ask_Attention_CoversTheRegionsFromEachToken()
    {
        var question = Ask("a zebra").Question;

        Assert.Equal(["<cls>", "a", "<unk>", "<sep>"], question.Select(t => t.Text));
        var places = RegionSet.From([]).Tokens.Select(b => (90 + b.X2 + b.Y2) / 3).ToArray();
        Assert.Equal(RegionSet.FixedTokens + 2, question[1].Attention.Length);
        for (var i = 0; i < places.Length; i++) Assert.Equal(TinyBundle.A + places[i], question[1].Attention[i], 1e-3);
    }

    [Theory]
    [InlineData("where is the zebra ?")]
    [InlineData("?")]
    [InlineData("")]
    public void Ask_NoKnownWord_SaysSo(string question) =>
        Assert.Contains("none of its words", Assert.Throws<UserException>(() => Ask(question)).Message);

    [Fact]
    public void AskAll_SeveralQuestions_AnswersEachInOrder()
    {
        var bundle = TinyBundle.Write(folder.File("b"), scores: 3);
        using var eyes = bundle.OpenEyes(Device.Cpu, 1);
        using var model = bundle.OpenModel("student", Device.Cpu, 1);

        var (perception, features) = eyes.See(frame);
        using var map = features;

        var answers = model.AskAll(frame, perception, map, ["b", "zebra", "a"], 1);

        Assert.Equal(["two", "yes", "no"], answers.Select(a => a.Text));
    }

    [Fact]
    public void Ask_ModelWithoutAnswers_SaysSo()
    {
        var bundle = TinyBundle.Write(folder.File("b"), scores: 3);
        using var eyes = bundle.OpenEyes(Device.Cpu, 1);
        using var teacher = bundle.OpenModel("teacher", Device.Cpu, 1);

        var (perception, features) = eyes.See(frame);
        using var map = features;

        Assert.False(teacher.CanAnswer);
        Assert.Contains("model teacher of this bundle cannot answer questions", Assert.Throws<UserException>(() => teacher.Ask(frame, perception, map, "a")).Message);
    }

    [Fact]
    public void OpenModel_ScoresForAnotherList_NamesTheGraph()
    {
        var bundle = TinyBundle.Write(folder.File("b"), scores: 4);

        Assert.Contains("answers.onnx: output scores is Single [1,4], this program needs scores Single [1,3]",
            Assert.Throws<UserException>(() => bundle.OpenModel("student", Device.Cpu, 1)).Message);
    }

    [Theory]
    [InlineData("answers.onnx")]
    [InlineData("questions.txt")]
    [InlineData("answers.txt")]
    public void Load_MissingFile_NamesIt(string name)
    {
        TinyBundle.Write(folder.File("b"), scores: 3);
        var path = Path.Combine(folder.File("b"), "student", name);
        File.Delete(path);

        Assert.StartsWith(path, Assert.Throws<UserException>(() => Bundle.Load(folder.File("b"))).Message);
    }

    [Fact]
    public void Load_BundleWrittenBeforeAnswersMapsAndRelations_HasNone()
    {
        TinyBundle.Write(folder.File("b"), scores: 0);
        var manifest = Path.Combine(folder.File("b"), BundleManifest.FileName);
        File.WriteAllLines(manifest, File.ReadAllLines(manifest).Where(l => !l.Contains("\"answers\": null") && !l.Contains("\"toTeacher\": null") && !l.Contains("\"relations\": null")).Select(l => l.Replace("\"training\": {},", "\"training\": {}")));

        var student = Bundle.Load(folder.File("b")).Manifest.Models["student"];
        Assert.Null(student.Answers);
        Assert.Null(student.ToTeacher);
        Assert.Null(student.Relations);
    }

    private Answer Ask(string question, int top = 5)
    {
        var bundle = TinyBundle.Write(folder.File("b"), scores: 3);
        using var eyes = bundle.OpenEyes(Device.Cpu, 1);
        using var model = bundle.OpenModel("student", Device.Cpu, 1);
        var (perception, features) = eyes.See(frame);
        using (features) return model.Ask(frame, perception, features, question, top);
    }
}
