using VlDistill.Demo.Vision;
using VlDistill.Inference;

namespace VlDistill.Demo.Tests.Vision;

public sealed class ModelStatisticsTests
{
    [Fact]
    public void Summarise_TenCaptionsInTwoSeconds_GivesRatesAndPercentiles()
    {
        var statistics = new ModelStatistics();
        statistics.Start(TimeSpan.FromSeconds(1));
        for (int i = 1; i <= 10; i++) statistics.Add(Result(decode: i), TimeSpan.FromSeconds(1 + 0.2 * i));

        var summary = statistics.Summarise();

        Assert.Equal(10, summary.Captions);
        Assert.Equal(5, summary.CaptionsPerSecond, 3);
        // Eyes take 10 ms, decoding 1 to 10.
        Assert.Equal(15, summary.P50Ms, 3);
        Assert.Equal(20, summary.P95Ms, 3);
        // One word and the end mark each, in 55 ms altogether.
        Assert.Equal(20 / 0.055, summary.TokensPerSecond, 0);
    }

    [Theory]
    [InlineData(new[] { "teacher", "plain", "student" }, new[] { "student", "teacher" })]
    [InlineData(new[] { "plain", "student" }, new[] { "student", "plain" })]
    [InlineData(new[] { "odd" }, new[] { "odd" })]
    public void Choose_NamesOfABundle_PutsStudentLeftAndTeacherRight(string[] available, string[] expected) =>
        Assert.Equal(expected, BundleModels.Choose(available));

    [Theory]
    [InlineData("student,plain", new[] { "student", "plain" })]
    [InlineData("teacher, student", new[] { "teacher", "student" })]
    [InlineData("plain", new[] { "plain" })]
    public void Named_ModelsOfTheBundle_AreShownInThatOrder(string wanted, string[] expected) =>
        Assert.Equal(expected, BundleModels.Named(wanted, ["student", "teacher", "plain"]));

    [Theory]
    [InlineData("student,pupil", "no 'pupil'; it has student, teacher")]
    [InlineData("student,student", "two different ones")]
    [InlineData(",", "name one model")]
    public void Named_OtherNames_SaysWhatThereIs(string wanted, string told) =>
        Assert.Contains(told, Assert.Throws<UserException>(() => BundleModels.Named(wanted, ["student", "teacher"])).Message);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(4, 1)]
    [InlineData(8, 3)]
    [InlineData(64, 4)]
    public void ThreadsBesideDrawing_TwoModels_LeaveACore(int cores, int expected) =>
        Assert.Equal(expected, BundleModels.ThreadsBesideDrawing(cores));

    private static VisionResult Result(double decode) => new(
        "student", 0, default, new Perception(StubModels.Regions, Milliseconds: 10), [StubModels.Word("a", 1)], Complete: true,
        new StageTimes(0, 0, 0, 0, decode));
}
