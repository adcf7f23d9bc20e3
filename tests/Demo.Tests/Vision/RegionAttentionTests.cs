using VlDistill.Demo.Vision;
using VlDistill.Inference;

namespace VlDistill.Demo.Tests.Vision;

public sealed class RegionAttentionTests
{
    [Fact]
    public void Mean_TwoMaps_AveragesAndSumsToOne()
    {
        float[] weights = new float[2];

        RegionAttention.Mean(new CaptionWord("a", 0, [0.2f, 0.2f, 0.6f, 0.0f]), weights);

        Assert.Equal(0.8f, weights[0], 5);
        Assert.Equal(0.2f, weights[1], 5);
    }

    [Theory]
    [InlineData(new float[] { 1, 0 }, new float[] { 1, 0 }, 0)]
    [InlineData(new float[] { 1, 0 }, new float[] { 0, 1 }, 1)]
    // Half of KL([1,0] ‖ [.75,.25]) + KL([.5,.5] ‖ [.75,.25]), base 2.
    [InlineData(new float[] { 1, 0 }, new float[] { 0.5f, 0.5f }, 0.311278)]
    public void Distance_KnownPairs_IsJensenShannon(float[] a, float[] b, double expected) =>
        Assert.Equal(expected, RegionAttention.Distance(a, b), 5);

    [Fact]
    public void Add_SameFrame_ComparesStudentWithTeacherOnly()
    {
        var comparison = new AttentionComparison(reference: "teacher");

        var alone = comparison.Add(Result("student", 7, token: 1));
        var otherFrame = comparison.Add(Result("teacher", 6, token: 1));
        var same = comparison.Add(Result("teacher", 7, token: 2));

        Assert.Null(alone);
        Assert.Null(otherFrame);
        Assert.Equal(1, same!.Distance, 5);
        Assert.Equal(7, comparison.Latest!.Value.FrameId);
    }

    [Fact]
    public void Add_RegionStates_GiveTheMeanCosineOverRegions()
    {
        int tokens = StubModels.Regions.Tokens.Count;
        // Half of the regions agree, the others are at right angles.
        float[] ours = [.. Enumerable.Range(0, 2 * tokens).Select(i => i % 2 == 0 ? 3f : 0)];
        float[] teachers = [.. Enumerable.Range(0, 2 * tokens).Select(i => i % 2 == (i / 2 < tokens / 2 ? 0 : 1) ? 5f : 0)];
        var comparison = new AttentionComparison(reference: "teacher");

        comparison.Add(Result("student", 7, token: 1) with { RegionStates = ours });
        var pair = comparison.Add(Result("teacher", 7, token: 1) with { RegionStates = teachers });

        Assert.Equal((double)(tokens / 2) / tokens, pair!.HiddenCosine!.Value, 1e-6);
        Assert.Null(comparison.Add(Result("student", 7, token: 1))!.HiddenCosine);
    }

    private static VisionResult Result(string model, long frame, int token) => new(
        model, frame, default, new Perception(StubModels.Regions, 0), [StubModels.Word("a", token)], Complete: true, default);
}
