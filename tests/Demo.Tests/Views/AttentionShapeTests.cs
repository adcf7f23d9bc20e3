using VlDistill.Demo.Views;
using VlDistill.Inference;

namespace VlDistill.Demo.Tests.Views;

public sealed class AttentionShapeTests
{
    private static readonly AttentionShape Student = new(3, 4);
    private static readonly AttentionShape Teacher = new(6, 8);

    [Fact]
    public void Shared_TeacherWithTwiceTheHeads_IsTheStudentsGrid() => Assert.Equal(Student, Student.Shared(Teacher));

    [Fact]
    public void Shared_HeadsThatDoNotDivide_IsOneColumn() => Assert.Equal(new AttentionShape(3, 1), Student.Shared(new AttentionShape(3, 6)));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 3)]
    [InlineData(2, 5)]
    public void LayerOf_TwiceTheLayers_TakesEverySecondAndLastForLast(int row, int layer) => Assert.Equal(layer, Teacher.LayerOf(row, Student));

    [Fact]
    public void Read_OneCell_IsTheMeanOfItsHeadPairInItsLayer()
    {
        float[] attention = new float[6 * 8 * 2];
        // Layer 5, heads 2 and 3, two tokens.
        Set(5, 2, 0.4f, 0);
        Set(5, 3, 0, 0.4f);
        float[] weights = new float[2];

        Teacher.Read(new CaptionWord("a", 0, attention), Student, new MapChoice(Reduction.Mean, 2, 1), weights);

        Assert.Equal([0.5f, 0.5f], weights);

        void Set(int layer, int head, float first, float second) =>
            (attention[(layer * 8 + head) * 2], attention[(layer * 8 + head) * 2 + 1]) = (first, second);
    }

    [Fact]
    public void Read_Max_KeepsTheLargestOfAllMaps()
    {
        var word = new CaptionWord("a", 0, [0.1f, 0.6f, 0.3f, 0.1f]);
        float[] weights = new float[2];

        new AttentionShape(1, 2).Read(word, new AttentionShape(1, 2), new MapChoice(Reduction.Max, -1, -1), weights);

        Assert.Equal([0.3f / 0.9f, 0.6f / 0.9f], weights, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Read_Rollout_TakesItWhereTheWordHasOne()
    {
        var word = new CaptionWord("a", 0, [1, 0]) { Rollout = [0.25f, 0.75f] };
        float[] weights = new float[2];

        new AttentionShape(1, 1).Read(word, new AttentionShape(1, 1), new MapChoice(Reduction.Rollout, -1, -1), weights);

        Assert.Equal([0.25f, 0.75f], weights);
    }
}
