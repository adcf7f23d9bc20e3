using VlDistill.Datasets;
using VlDistill.Metrics;

namespace VlDistill.Tests.Metrics;

public sealed class VqaAccuracyTests
{
    // Worked by hand from the definition: k of ten people agree → (k·min((k−1)/3,1) + (10−k)·min(k/3,1)) / 10.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.3)]
    [InlineData(2, 0.6)]
    [InlineData(3, 0.9)]
    [InlineData(4, 1)]
    [InlineData(10, 1)]
    public void Score_KOfTenAgree_IsTheOfficialSoftAccuracy(int agree, double expected)
    {
        string[] people = [.. Enumerable.Repeat("cat", agree), .. Enumerable.Range(0, 10 - agree).Select(i => $"other{i}")];

        Assert.Equal(expected, VqaAccuracy.Score("Cat", people), 6);
    }

    [Theory]
    [InlineData("The dog.", "dog")]
    [InlineData("Two", "2")]
    [InlineData("none", "0")]
    [InlineData("an apple", "apple")]
    [InlineData("dont know", "don't know")]
    [InlineData("couldnt've", "couldn't've")]
    [InlineData("1,000", "1000")]
    [InlineData("3.5", "3.5")]
    [InlineData("black/white", "black white")]
    [InlineData("black / white", "black white")]
    [InlineData("yes,\nof course", "yes of course")]
    [InlineData("t-shirt", "t shirt")]
    public void Normalize_Answer_IsAsTheOfficialEvaluation(string answer, string expected) => Assert.Equal(expected, AnswerNormalizer.Normalize(answer));

    [Fact]
    public void Of_MixedTypes_GivesEachTypeAndTheShareOfYes()
    {
        var scores = VqaAccuracy.Of([Sample("yes", "yes"), Sample("yes", "no"), Sample("2", "2"), Sample("red", "blue")]);

        Assert.Equal(0.5, scores.Overall, 6);
        Assert.Equal(0.5, scores.Named["yes/no"], 6);
        Assert.Equal(1, scores.Named["number"], 6);
        Assert.Equal(0, scores.Named["other"], 6);
        Assert.Equal(1, scores.YesGiven, 6);
        Assert.Equal(0.5, scores.YesTrue, 6);
    }

    [Fact]
    public void Samples_UnknownQuestion_NamesIt()
    {
        var message = Assert.Throws<UserException>(() => AnswerMatch.Samples([new(5, "yes")], "p.json", [VqaQuestion.Certain(1, 1, null, "q", "k", "yes")], "r.json")).Message;

        Assert.Contains("p.json: question 5 is not in r.json", message);
    }

    private static AnswerSample Sample(string given, string truth)
    {
        var question = VqaQuestion.Certain(1, 1, null, "q", "kind", truth);
        return new AnswerSample(given, question.AnswerType, question.Answers);
    }
}
