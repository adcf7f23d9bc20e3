using VlDistill.Inference;
using VlDistill.Text;

namespace VlDistill.Tests.Inference;

public sealed class CaptionDecoderTests
{
    private const int A = 7, B = 8, C = 9;

    // a (.6) leads to sentences of probability .3, b (.4) to one of .36: greedy takes a, the beam finds b c.
    private static readonly Dictionary<string, (int Token, double Probability)[]> garden = new()
    {
        [""] = [(A, 0.6), (B, 0.4)],
        ["a"] = [(A, 0.5), (C, 0.5)],
        ["b"] = [(C, 0.9), (A, 0.1)],
    };

    private readonly Vocabulary vocabulary = Vocabulary.Build(["a a a b b c"], minimumUses: 1);

    [Fact]
    public void Decode_Greedy_TakesTheLikeliestWordEachTime()
    {
        using var model = new TreeModel(garden, vocabulary);

        var caption = CaptionDecoder.Decode(model, vocabulary, new DecodingOptions(Beam: 1));

        Assert.StartsWith("a ", caption.Text);
        Assert.Equal(Math.Log(0.3), caption.LogProbability, 1e-3);
    }

    [Fact]
    public void Decode_Beam_FindsTheLikelierSentence()
    {
        using var model = new TreeModel(garden, vocabulary);

        var caption = CaptionDecoder.Decode(model, vocabulary, new DecodingOptions(Beam: 3));

        Assert.Equal("b c", caption.Text);
        Assert.Equal(Math.Log(0.36), caption.LogProbability, 1e-3);
        Assert.Equal([Math.Log(0.4), Math.Log(0.9)], caption.Words.Select(w => (double)w.LogProbability), (x, y) => Math.Abs(x - y) < 1e-3);
    }

    [Fact]
    public void Decode_Beam_GivesEachWordTheAttentionOfTheStepThatChoseIt()
    {
        using var model = new TreeModel(garden, vocabulary);

        var caption = CaptionDecoder.Decode(model, vocabulary, new DecodingOptions(Beam: 3));

        // The stub looks with the number of its last token: the begin mark, then b.
        Assert.Equal([Vocabulary.Bos, (float)B], caption.Words.Select(w => w.Attention[0]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Decode_NoEndMark_StopsAtMaxWords(int beam)
    {
        using var model = new TreeModel(new() { [""] = [(A, 1)], ["a"] = [(A, 1)], ["a a"] = [(A, 1)], ["a a a"] = [(A, 1)] }, vocabulary);

        Assert.Equal("a a a", CaptionDecoder.Decode(model, vocabulary, new DecodingOptions(beam, MaxWords: 3)).Text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Decode_LikelySpecialTokens_AreNeverSaid(int beam)
    {
        using var model = new TreeModel(new() { [""] = [(Vocabulary.Unknown, 0.9), (A, 0.1)] }, vocabulary);

        Assert.Equal("a", CaptionDecoder.Decode(model, vocabulary, new DecodingOptions(beam)).Text);
    }

    [Fact]
    public void Decode_Greedy_TellsEachWordAtOnce()
    {
        using var model = new TreeModel(garden, vocabulary);
        var heard = new List<(string Word, int Steps)>();

        CaptionDecoder.Decode(model, vocabulary, new DecodingOptions(Beam: 1), word => heard.Add((word.Text, model.Steps)));

        Assert.Equal(2, heard.Count);
        Assert.Equal([1, 2], heard.Select(h => h.Steps));
    }

    /// <summary>A language model by hand: next words and probabilities after each beginning; otherwise the end.</summary>
    private sealed class TreeModel(Dictionary<string, (int Token, double Probability)[]> tree, Vocabulary vocabulary) : IStepModel
    {
        private List<int[]> sentences = [[]];

        public int VocabularySize => vocabulary.Count;

        public int AttentionSize => 1;

        public int Steps { get; private set; }

        public ReadOnlySpan<float> Step(ReadOnlySpan<int> tokens, ReadOnlySpan<int> parents, int position)
        {
            Assert.Equal(Steps++, position);
            var grown = new List<int[]>();
            for (var i = 0; i < tokens.Length; i++) grown.Add([.. sentences[parents[i]], tokens[i]]);
            sentences = grown;
            var logits = new float[tokens.Length * vocabulary.Count];
            Array.Fill(logits, -30);
            for (var i = 0; i < tokens.Length; i++)
                foreach (var (token, probability) in tree.GetValueOrDefault(vocabulary.Decode(sentences[i]), [(Vocabulary.Eos, 1)]))
                    logits[i * vocabulary.Count + token] = (float)Math.Log(probability);
            return logits;
        }

        public void ReadAttention(int hypothesis, Span<float> into) => into[0] = sentences[hypothesis][^1];

        public void Dispose()
        {
        }
    }
}
