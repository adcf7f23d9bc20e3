using VlDistill.Inference;

namespace VlDistill.Tests.Inference;

public sealed class AttentionRolloutTests
{
    [Fact]
    public void Add_OneLayer_IsTheMeanOverHeadsOnRegions()
    {
        // The second head looks at itself only.
        var rollout = new AttentionRollout(new float[2 * 3 * 3], 1, 2, 3).Add([0.1f, 0.2f, 0.5f, 0.2f, 0, 0, 0, 1]);

        Close([0.125f, 0.25f, 0.625f], rollout);
    }

    [Fact]
    public void Add_TwoLayersByHand_FollowsRegionsAndItself()
    {
        // Regions after layer 1: (1, 0) and (0.25, 0.75). The word after layer 1: (0.1, 0.3).
        var rollout = new AttentionRollout([1, 0, 0.5f, 0.5f, 1, 0, 0, 1], 2, 1, 2).Add([0.2f, 0.6f, 0.2f, 0.5f, 0.1f, 0.4f]);

        // After layer 2: half of (0.1, 0.3), half of 0.5 (1, 0) + 0.1 (0.25, 0.75) + 0.4 (0.1, 0.3).
        Close([0.3325f / 0.58f, 0.2475f / 0.58f], rollout);
    }

    [Fact]
    public void Add_WordThatLooksAtTheFirstWordOnly_TakesWhatThatHadTaken()
    {
        var rollout = new AttentionRollout([1, 0, 0, 1, 1, 0, 0, 1], 2, 1, 2);
        rollout.Add([0.2f, 0.6f, 0.2f, 0.25f, 0.25f, 0.5f]);

        // The first word after layer 1: (0.1, 0.3); the second looked at nothing else.
        Close([0.25f, 0.75f], rollout.Add([0, 0, 1, 0, 0, 0, 1, 0]));
    }

    [Fact]
    public void Add_RegionsThatLookAtThemselves_LeavesTheWordsOwnLook()
    {
        var identity = new float[3 * 4 * 4];
        for (var i = 0; i < 3; i++)
            for (var r = 0; r < 4; r++) identity[(i * 4 + r) * 4 + r] = 1;
        float[] look = [0.1f, 0.2f, 0.3f, 0.4f, 0];

        Close(look[..4], new AttentionRollout(identity, 3, 1, 4).Add([.. look, .. look, .. look]));
    }

    [Fact]
    public void Add_AnyAttention_SumsToOneAndHasNoNegative()
    {
        var random = new Random(7);
        var rollout = new AttentionRollout(Rows(random, 4 * 3 * 5, 5), 4, 3, 5);
        for (var word = 0; word < 6; word++)
        {
            var weights = rollout.Add(Rows(random, 4 * 3, 5 + word + 1));

            Assert.Equal(1, weights.Sum(), 1e-5);
            Assert.All(weights, w => Assert.True(w >= 0));
        }
    }

    [Fact]
    public void Add_AgainstTheWholeMatrixProduct_IsTheSame()
    {
        const int Layers = 3, Heads = 2, Regions = 4, Words = 3, Tokens = Regions + Words;
        var random = new Random(3);
        var ofRegions = Rows(random, Layers * Heads * Regions, Regions);
        var ofWords = Enumerable.Range(0, Words).Select(w => Rows(random, Layers * Heads, Regions + w + 1)).ToArray();
        var product = new double[Tokens, Tokens];
        for (var i = 0; i < Tokens; i++) product[i, i] = 1;
        for (var layer = 0; layer < Layers; layer++)
        {
            var mixed = new double[Tokens, Tokens];
            for (var i = 0; i < Tokens; i++)
                for (var j = 0; j < Tokens; j++)
                {
                    var weight = i == j ? 0.5 : 0;
                    for (var head = 0; head < Heads; head++) weight += 0.5 / Heads * Weight(layer * Heads + head, i, j);
                    for (var k = 0; k < Tokens; k++) mixed[i, k] += weight * product[j, k];
                }
            product = mixed;
        }

        var rollout = new AttentionRollout(ofRegions, Layers, Heads, Regions);
        for (var word = 0; word < Words; word++)
        {
            var expected = Enumerable.Range(0, Regions).Select(r => product[Regions + word, r]).ToArray();
            Close([.. expected.Select(e => (float)(e / expected.Sum()))], rollout.Add(ofWords[word]));
        }

        double Weight(int map, int from, int to) =>
            from < Regions ? to < Regions ? ofRegions[(map * Regions + from) * Regions + to] : 0
            : to <= from ? ofWords[from - Regions][map * (from + 1) + to] : 0;
    }

    [Fact]
    public void Add_WordsOutOfStep_Throws()
    {
        var rollout = new AttentionRollout(new float[4], 1, 1, 2);

        Assert.Throws<ArgumentException>(() => rollout.Add([0.5f, 0.5f]));
        Assert.Throws<ArgumentException>(() => new AttentionRollout(new float[5], 1, 1, 2));
    }

    private static float[] Rows(Random random, int rows, int length) =>
        [.. Enumerable.Range(0, rows).SelectMany(_ =>
        {
            var row = Enumerable.Range(0, length).Select(_ => random.NextSingle()).ToArray();
            return row.Select(w => w / row.Sum());
        })];

    private static void Close(float[] expected, float[] actual) => Assert.Equal(expected, actual, (x, y) => Math.Abs(x - y) < 1e-6);
}
