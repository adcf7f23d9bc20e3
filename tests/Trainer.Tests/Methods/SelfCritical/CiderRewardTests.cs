using System.Diagnostics;
using VlDistill.Metrics;
using VlDistill.Text;
using VlDistill.Trainer.Methods.SelfCritical;

namespace VlDistill.Trainer.Tests.Methods.SelfCritical;

public sealed class CiderRewardTests
{
    private static readonly string[][] captions =
    [
        ["A dog runs through the grass .", "the man's dog runs in a field", "a dog"],
        ["two men play football", "men in red t-shirts play a ball game"],
        ["a child on a swing", "a small child swings in the park"],
    ];

    private static readonly Vocabulary words = Vocabulary.Build(captions.SelectMany(c => c).Append("zebra"), 1);

    [Theory]
    [InlineData(0, "a dog runs in the grass")]
    [InlineData(0, "the man's dog dog dog")]
    [InlineData(0, "zebra")]
    [InlineData(1, "men in red t-shirts")]
    [InlineData(2, "a child on a swing")]
    public void Of_SentenceThatEnds_IsCiderDWithTheEndAsAWord(int picture, string sentence)
    {
        var samples = captions.Select((references, i) => new CaptionSample(Ended(i == picture ? sentence : "a"), [.. references.Select(Ended)])).ToList();

        var reward = Make().Of(picture, [.. words.Encode(sentence), Vocabulary.Eos]);

        Assert.Equal(CiderD.Score(samples).PerSample[picture], reward, 1e-5);
    }

    [Fact]
    public void Of_SentenceBrokenOff_EarnsLessThanTheWholeOne()
    {
        var whole = Make().Of(2, [.. words.Encode("a child on a swing"), Vocabulary.Eos]);

        Assert.True(whole > Make().Of(2, words.Encode("a child on a swing")));
        Assert.True(whole > Make().Of(2, [.. words.Encode("a child on a"), Vocabulary.Eos]));
    }

    [Fact]
    public void Of_ThousandSentences_TakesFarLessThanAMillisecondEach()
    {
        var reward = Make();
        int[] sentence = [.. words.Encode("a small child swings in the park and two men play football in the grass"), Vocabulary.Eos];
        reward.Of(0, sentence);

        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 1000; i++) reward.Of(i % 3, sentence);

        Assert.InRange(watch.ElapsedMilliseconds, 0, 400);
    }

    private static CiderReward Make() => new(captions, words);

    private static string[] Ended(string sentence) => [.. EvaluationTokenizer.Tokenize(sentence), "<end>"];
}
