using VlDistill.Trainer.Evaluation;

namespace VlDistill.Trainer.Tests.Evaluation;

public sealed class AttentionDistanceTests
{
    [Fact]
    public void Add_SameRow_IsZero()
    {
        var distance = new AttentionDistance();

        distance.Add([0.2f, 0.3f, 0.1f], [0.2f, 0.3f, 0.1f]);

        Assert.Equal((0, 0), (distance.MeanSquared, distance.JensenShannon));
    }

    [Fact]
    public void Add_DisjointRows_IsOneBit()
    {
        var distance = new AttentionDistance();

        // Scaled to sum to 1 they are (1, 0) and (0, 1); unscaled, the squares are 0.25 and 0.09.
        distance.Add([0.5f, 0], [0, 0.3f]);

        Assert.Equal(1, distance.JensenShannon, 6);
        Assert.Equal(0.17, distance.MeanSquared, 6);
    }
}
