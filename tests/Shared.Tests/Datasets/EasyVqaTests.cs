using VlDistill.Datasets;

namespace VlDistill.Tests.Datasets;

public sealed class EasyVqaTests
{
    [Fact]
    public void Load_BothSplits_GroupsQuestionsByPicture()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "train", """[["what is the red shape?", "circle", 1], ["is there a circle?", "yes", 0], ["what color is the circle?", "red", 1]]""", 0, 1);
        Write(folder, "test", """[["is there a circle?", "no", 0]]""", 0);
        var data = EasyVqa.Load(EasyVqa.Find(folder.Path)!);

        Assert.Equal(["train/images/0.png", "train/images/1.png"], data.Train.Keys);
        Assert.Equal([("shape", "circle", "other"), ("color", "red", "other")], data.Train["train/images/1.png"].Select(q => (q.QuestionType, q.MostCommon, q.AnswerType)));
        Assert.Equal("yes/no", data.Test["test/images/0.png"].Single().AnswerType);
        Assert.Equal([1, 2, 3, 4], data.Train.Values.Concat(data.Test.Values).SelectMany(q => q).Select(q => q.Id).Order());
    }

    [Theory]
    [InlineData("""[["is there a circle?", "yes"]]""", "entry 0 is not [question, answer, picture number]")]
    [InlineData("""[["is there a circle?", "yes", 7]]""", "7.png does not exist")]
    public void Load_Damaged_NamesTheEntry(string json, string expected)
    {
        using var folder = new TemporaryFolder();
        Write(folder, "train", json);
        Write(folder, "test", "[]");

        Assert.Contains(expected, Assert.Throws<UserException>(() => EasyVqa.Load(folder.Path)).Message);
    }

    [Fact]
    public void Find_OtherFolder_IsNull()
    {
        using var folder = new TemporaryFolder();

        Assert.Null(EasyVqa.Find(folder.Path));
    }

    private static void Write(TemporaryFolder folder, string split, string questions, params int[] pictures)
    {
        Directory.CreateDirectory(folder.File($"{split}/images"));
        folder.Write($"{split}/questions.json", questions);
        foreach (var picture in pictures) folder.Write($"{split}/images/{picture}.png", "");
    }
}
