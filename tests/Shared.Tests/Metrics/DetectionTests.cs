using VlDistill.Metrics;
using VlDistill.Regions;

namespace VlDistill.Tests.Metrics;

public sealed class DetectionTests
{
    private static readonly Box left = new(0, 0, 0.4f, 0.4f);
    private static readonly Box right = new(0.5f, 0.5f, 1, 1);

    [SkippableFact]
    public void VocAveragePrecision_IndoorPhotographs_EqualsReferenceScorer()
    {
        var folder = Data.Require("fixtures/detection-map");
        var labels = new List<string>();
        var samples = Directory.GetFiles(Path.Combine(folder, "ground-truth")).Order(StringComparer.Ordinal).Select(file => new DetectionSample(
            [.. Lines(file).Select(l => new TruthBox(Corners(l[1..]), Label(l[0])))],
            [.. Lines(Path.Combine(folder, "detection-results", Path.GetFileName(file)))
                .Select(l => new Region(Corners(l[2..]), Label(l[0]), float.Parse(l[1])))])).ToArray();
        var expected = File.ReadLines(Path.Combine(folder, "expected_output_from_main_py.txt"))
            .Where(l => l.Contains("% = ")).Select(l => l.Split("% = ")).Select(p => (Percent: double.Parse(p[0]), Name: p[1].Replace(" AP", "").Trim())).ToArray();

        Assert.Equal(30, expected.Length);
        foreach (var (percent, name) in expected)
            Assert.Equal(percent, Math.Round(100 * VocAveragePrecision.Of(samples, Label(name)), 2), 0.0051);
        var mean = expected.Average(e => VocAveragePrecision.Of(samples, Label(e.Name)));
        Assert.Equal(31.05, 100 * mean, 0.005);

        int Label(string name)
        {
            if (!labels.Contains(name)) labels.Add(name);
            return labels.IndexOf(name);
        }
    }

    [Fact]
    public void CocoAveragePrecision_HitThenMissOfTwoBoxes_IsHalfTheRecallPoints()
    {
        DetectionSample[] samples = [new([new(left, 0), new(right, 0)], [new(left, 0, 0.9f), new(new Box(0, 0.6f, 0.2f, 0.8f), 0, 0.8f)])];

        // Precision 1 up to recall 0.5: the 51 points 0, .01 … .50.
        Assert.Equal(51.0 / 101, CocoAveragePrecision.Of(samples, 0, 0.5), 1e-9);
    }

    [Fact]
    public void CocoAveragePrecision_SecondDetectionOfOneBox_CountsAgainst()
    {
        DetectionSample[] samples = [new([new(left, 0), new(right, 0)], [new(left, 0, 0.9f), new(left, 0, 0.8f), new(right, 0, 0.7f)])];

        Assert.Equal((51 + 50 * 2.0 / 3) / 101, CocoAveragePrecision.Of(samples, 0, 0.5), 1e-9);
    }

    [Fact]
    public void CocoAveragePrecision_DetectionsOnCrowd_CountNeitherWay()
    {
        DetectionSample[] samples = [new([new(left, 0), new(right, 0, Crowd: true)],
            [new(new Box(0.6f, 0.6f, 0.7f, 0.7f), 0, 0.9f), new(new Box(0.8f, 0.8f, 0.9f, 0.9f), 0, 0.8f), new(left, 0, 0.5f)])];

        Assert.Equal(1, CocoAveragePrecision.Of(samples, 0, 0.5), 1e-9);
    }

    [Fact]
    public void DetectionScores_WrongClassRightPlace_OnlyAgnosticCounts()
    {
        DetectionSample[] samples = [new([new(left, 0)], [new(left, 1, 0.9f)])];

        var scores = DetectionScores.Of(samples);

        Assert.Equal(0, scores.Ap50);
        Assert.Equal(1, scores.AgnosticAp50, 1e-9);
        Assert.True(double.IsNaN(scores.FrequentAp50));
    }

    [Fact]
    public void DetectionScores_LooseBox_PassesOnlyTheLowThresholds()
    {
        // IoU = 0.72: thresholds .50 to .70, five of ten.
        DetectionSample[] samples = [new([new(new Box(0, 0, 1, 1), 0)], [new(new Box(0, 0, 1, 0.72f), 0, 0.9f)])];

        Assert.Equal(0.5, DetectionScores.Of(samples).Ap, 1e-9);
    }

    [Fact]
    public void DetectionScores_TwoGroups_MeanOverTheClassesOfEach()
    {
        // Class 0: found, IoU 1. Class 1: half of the labelled boxes, so 51 of 101 recall points. Class 2: missed. Class 3: never labelled.
        DetectionSample[] samples =
        [
            new([new(left, 0), new(left, 1)], [new(left, 0, 0.9f), new(left, 1, 0.8f), new(right, 3, 0.9f)]),
            new([new(right, 1), new(left, 2)], []),
        ];

        var scores = DetectionScores.Of(samples);

        Assert.Equal(new GroupScore((1 + 51.0 / 101) / 2, (1 + 51.0 / 101) / 2, 2, 3), scores.Of(new HashSet<int> { 0, 1 }), Near);
        Assert.Equal(new GroupScore(0, 0, 1, 1), scores.Of(new HashSet<int> { 2, 3 }), Near);
        Assert.Equal((1 + 51.0 / 101) / 3, scores.Ap50, 1e-9);
    }

    [Fact]
    public void DetectionScores_LooseBoxInAGroup_ApCountsFewerThresholdsThanAp50()
    {
        DetectionSample[] samples = [new([new(new Box(0, 0, 1, 1), 4)], [new(new Box(0, 0, 1, 0.72f), 4, 0.9f)])];

        Assert.Equal(new GroupScore(0.5, 1, 1, 1), DetectionScores.Of(samples).Of(new HashSet<int> { 4 }), Near);
    }

    [Fact]
    public void DetectionScores_GroupNobodyLabelled_IsNoNumber()
    {
        var group = DetectionScores.Of([new([new(left, 0)], [])]).Of(new HashSet<int> { 7 });

        Assert.True(double.IsNaN(group.Ap) && double.IsNaN(group.Ap50));
        Assert.Equal(0, group.Classes);
    }

    private static bool Near(GroupScore a, GroupScore b) => Math.Abs(a.Ap - b.Ap) < 1e-9 && Math.Abs(a.Ap50 - b.Ap50) < 1e-9 && (a.Classes, a.Boxes) == (b.Classes, b.Boxes);

    private static IEnumerable<string[]> Lines(string path) =>
        File.Exists(path) ? File.ReadLines(path).Where(l => l.Length > 0).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)) : [];

    private static Box Corners(string[] p) => new(float.Parse(p[0]), float.Parse(p[1]), float.Parse(p[2]), float.Parse(p[3]));
}
