using VlDistill.Text;

namespace VlDistill.Trainer.Data;

/// <summary>One picture's texts for pre-training: tags, then masked captions, some of them another picture's.</summary>
/// <param name="Matches">For every caption 1 when it is the picture's own, 0 when it is not.</param>
public sealed record PretrainingTexts(IReadOnlyList<TextSegment> Segments, long[] Matches);

/// <summary>
/// Makes the texts of pre-training (words | tags | regions, Oscar, Li et al. 2020): of the places to be guessed 80 % are masked, 10 % replaced
/// by a random word and 10 % kept (BERT). A mismatched caption is only for matching, nothing is guessed in it. With spans, one run of neighbouring
/// words of each caption is to be guessed as a whole (SpanBERT, Joshi et al. 2020), so that all words around it can be read.
/// </summary>
/// <param name="captions">Word ids by picture and caption.</param>
/// <param name="vocabulary">Words, special ones included.</param>
/// <param name="maskShare">Share of the words to be guessed.</param>
/// <param name="mismatchShare">Share of the captions that are another picture's.</param>
/// <param name="maxWords">A longer caption is cut.</param>
/// <param name="longestSpan">Most words of a span; 0 = the words to be guessed are drawn one by one.</param>
public sealed class MaskedTexts(int[][][] captions, int vocabulary, double maskShare, double mismatchShare, int maxWords, int longestSpan = 0)
{
    /// <summary>The texts of a picture in one of its views; always the same for the same arguments.</summary>
    public PretrainingTexts Of(int picture, int view, int[] tags)
    {
        var random = new SeededRandom(MaskSeed, (ulong)view, (ulong)picture);
        var segments = new List<TextSegment>();
        if (tags.Length > 0)
        {
            var (inputs, targets) = Mask(tags, random);
            segments.Add(new TextSegment(inputs, targets, Shared: true));
        }
        var matches = captions[picture].Select(own => Caption(picture, own, random, segments)).ToArray();
        return new PretrainingTexts(segments, matches);
    }

    // The run's seed has no say: all students and seeds meet the maskings their teacher was asked about once.
    private const ulong MaskSeed = 0x5EED;

    private long Caption(int picture, int[] own, SeededRandom random, List<TextSegment> segments)
    {
        var matched = captions.Length < 2 || random.Unit() >= mismatchShare;
        var words = matched ? own : Other(picture, random);
        words = words[..Math.Min(words.Length, maxWords)];
        var (inputs, targets) = !matched ? (words, new int[words.Length]) : longestSpan > 0 ? MaskSpan(words, random) : Mask(words, random);
        segments.Add(new TextSegment([Vocabulary.Class, .. inputs, Vocabulary.Separator], [Vocabulary.Pad, .. targets, Vocabulary.Pad]));
        return matched ? 1 : 0;
    }

    private int[] Other(int picture, SeededRandom random)
    {
        var other = captions[(picture + 1 + random.Below(captions.Length - 1)) % captions.Length];
        return other.Length > 0 ? other[random.Below(other.Length)] : [];
    }

    private (int[] Inputs, int[] Targets) Mask(int[] words, SeededRandom random)
    {
        var (inputs, targets) = ((int[])words.Clone(), new int[words.Length]);
        for (var i = 0; i < words.Length; i++)
        {
            if (random.Unit() >= maskShare || words[i] == Vocabulary.Unknown) continue;
            (inputs[i], targets[i]) = (Hide(words[i], random.Unit(), random), words[i]);
        }
        return (inputs, targets);
    }

    private (int[] Inputs, int[] Targets) MaskSpan(int[] words, SeededRandom random)
    {
        var (inputs, targets) = ((int[])words.Clone(), new int[words.Length]);
        var length = Math.Min(words.Length, 1 + random.Below(longestSpan));
        var (first, way) = (random.Below(words.Length - length + 1), random.Unit());
        for (var i = first; i < first + length; i++)
            if (words[i] != Vocabulary.Unknown) (inputs[i], targets[i]) = (Hide(words[i], way, random), words[i]);
        return (inputs, targets);
    }

    /// <param name="way">In [0, 1): how it is hidden.</param>
    private int Hide(int word, double way, SeededRandom random) => way switch
    {
        < 0.8 => Vocabulary.Mask,
        < 0.9 => Vocabulary.SpecialCount + random.Below(vocabulary - Vocabulary.SpecialCount),
        _ => word,
    };
}
