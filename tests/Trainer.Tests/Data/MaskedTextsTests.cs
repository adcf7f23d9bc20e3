using VlDistill.Text;
using VlDistill.Trainer.Data;

namespace VlDistill.Trainer.Tests.Data;

public sealed class MaskedTextsTests
{
    private const int Words = 60;
    private static readonly int[][][] captions = [.. Enumerable.Range(0, 50).Select(p => Enumerable.Range(0, 5).Select(c => Enumerable.Range(0, 12).Select(i => 7 + (p + c + i) % 50).ToArray()).ToArray())];

    [Fact]
    public void Of_SameView_GivesTheSameTexts()
    {
        var texts = new MaskedTexts(captions, Words, 0.15, 0.25, 23);

        Assert.Equal(Inputs(texts.Of(3, 1, [])), Inputs(texts.Of(3, 1, [])));
        Assert.NotEqual(Inputs(texts.Of(3, 1, [])), Inputs(texts.Of(3, 2, [])));
    }

    [Fact]
    public void Of_ManyPictures_MasksAndMismatchesTheAskedShares()
    {
        var texts = new MaskedTexts(captions, Words, 0.3, 0.25, 23);
        var all = Enumerable.Range(0, 50).Select(p => texts.Of(p, 0, [])).ToList();

        var matches = all.SelectMany(t => t.Matches).ToList();
        Assert.InRange(matches.Average(m => 1.0 - m), 0.17, 0.33);
        var own = all.SelectMany(t => t.Segments.Zip(t.Matches)).Where(p => p.Second == 1).Select(p => p.First).ToList();
        Assert.InRange(own.Average(s => s.Targets.Count(t => t != 0) / 12.0), 0.25, 0.35);
        var guessed = own.SelectMany(s => s.Inputs.Zip(s.Targets)).Where(p => p.Second != 0).ToList();
        Assert.InRange(guessed.Average(p => p.First == Vocabulary.Mask ? 1.0 : 0), 0.72, 0.88);
    }

    [Fact]
    public void Of_Spans_HidesOneRunOfNeighboursInEachCaption()
    {
        var texts = new MaskedTexts(captions, Words, 0.3, 0, 23, longestSpan: 3);
        var segments = Enumerable.Range(0, 50).SelectMany(p => texts.Of(p, 0, []).Segments).ToList();
        var runs = segments.Select(s => s.Targets.Index().Where(t => t.Item != 0).Select(t => t.Index).ToArray()).ToList();

        Assert.All(runs, run => Assert.Equal(Enumerable.Range(run[0], run.Length), run));
        Assert.Equal([1, 2, 3], runs.Select(r => r.Length).Distinct().Order());
        Assert.InRange(segments.Average(s => s.Inputs.Contains(Vocabulary.Mask) ? 1.0 : 0), 0.7, 0.9);
        Assert.All(segments, s => Assert.Contains(s.Inputs.Count(w => w == Vocabulary.Mask), (int[])[0, s.Targets.Count(t => t != 0)]));
    }

    [Fact]
    public void Of_MismatchedCaption_HasNothingToGuess()
    {
        var texts = new MaskedTexts(captions, Words, 0.5, 0.5, 23).Of(7, 0, [8, 9]);

        foreach (var (segment, match) in texts.Segments.Where(s => !s.Shared).Zip(texts.Matches))
            if (match == 0) Assert.All(segment.Targets, target => Assert.Equal(0, target));
    }

    [Fact]
    public void Of_Tags_StandFirstAndAreShared()
    {
        var packed = PackedTexts.Pack([new MaskedTexts(captions, Words, 0.15, 0, 23).Of(0, 0, [8, 9]).Segments]);

        Assert.Equal([-2L, -2, 1], packed.Segments[..3]);
        Assert.Equal([2L, 16, 30, 44, 58], packed.Starts);
    }

    private static int[] Inputs(PretrainingTexts texts) => [.. texts.Segments.SelectMany(s => s.Inputs)];
}
