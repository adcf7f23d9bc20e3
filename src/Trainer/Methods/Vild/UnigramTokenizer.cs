using System.Text;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>SentencePiece's unigram model (Kudo 2018): a text becomes the sequence of pieces with the largest sum of log-probabilities.</summary>
public sealed class UnigramTokenizer
{
    /// <summary>Stands for what no piece covers; neighbouring ones are one.</summary>
    public const int Unknown = 0;

    /// <summary>U+2581, what stands for a space.</summary>
    private const char Space = '▁';

    /// <summary>How much worse than the worst piece an uncovered character is, as in SentencePiece.</summary>
    private const float UnknownPenalty = 10;

    private readonly Dictionary<string, (int Id, float Score)> pieces = [];
    private readonly Dictionary<string, (int Id, float Score)>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly int longest;
    private readonly float unknownScore;

    /// <param name="pieces">With log-probabilities; the place in the list is the id. A piece whose log-probability is no number is never used.</param>
    /// <param name="reserved">Ids at the beginning that no text contains: the unknown piece and control symbols.</param>
    public UnigramTokenizer(IReadOnlyList<(string Text, float Score)> pieces, int reserved)
    {
        foreach (var (id, piece) in pieces.Index().Skip(reserved).Where(p => float.IsFinite(p.Item.Score))) this.pieces[piece.Text] = (id, piece.Score);
        lookup = this.pieces.GetAlternateLookup<ReadOnlySpan<char>>();
        longest = this.pieces.Keys.Max(p => p.Length);
        unknownScore = this.pieces.Values.Min(p => p.Score) - UnknownPenalty;
    }

    /// <summary>The ids of a text; none when it is blank.</summary>
    public int[] Encode(string text)
    {
        var symbols = Normalize(text);
        // best[e]: the best way to end at e, its last piece and where that began.
        var best = new (float Score, int Id, int Start)[symbols.Length + 1];
        for (var end = 1; end <= symbols.Length; end++)
        {
            best[end] = (best[end - 1].Score + unknownScore, Unknown, end - 1);
            for (var start = Math.Max(0, end - longest); start < end; start++)
            {
                if (!lookup.TryGetValue(symbols.AsSpan(start, end - start), out var piece)) continue;
                var score = best[start].Score + piece.Score;
                if (score > best[end].Score) best[end] = (score, piece.Id, start);
            }
        }
        var ids = new List<int>();
        for (var end = symbols.Length; end > 0; end = best[end].Start)
            if (best[end].Id != Unknown || ids is not [.., Unknown]) ids.Add(best[end].Id);
        ids.Reverse();
        return [.. ids];
    }

    /// <summary>NFKC where the runtime has Unicode's tables, white space folded, and one space mark before every word.</summary>
    private static string Normalize(string text) =>
        string.Concat(text.Normalize(NormalizationForm.FormKC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => Space + word));
}
