using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VlDistill.Datasets;
using VlDistill.Regions;

namespace VlDistill.Trainer.Data.Relations;

/// <summary>One mined relation, for people to look at.</summary>
/// <param name="Source">As <see cref="Relation.Source"/>.</param>
public sealed record MinedPair(string FileName, string Source, Triple Names, Box Subject, Box Object)
{
    /// <summary>What names the pair in a file of verdicts: picture, source, names, and boxes in hundredths of the picture, separated by tabs.</summary>
    public string Key => string.Join('\t', FileName, Source, Names.Subject, Hundredths(Subject), Names.Predicate, Names.Object, Hundredths(Object));

    /// <summary>All mined relations of a set; others have no source.</summary>
    public static IReadOnlyList<MinedPair> Of(RelationSet set) =>
        [.. set.Pictures.SelectMany(p => p.Relations.Where(r => r.Source is not null).Select(r => new MinedPair(p.FileName, r.Source!, p.Names(r), p.Boxes[r.Subject].Box, p.Boxes[r.Object].Box)))];

    /// <summary>A fixed choice that gives every predicate of a source its turn, so that rare ones are seen: <paramref name="share"/> of it from captions, as far as there are.</summary>
    public static IReadOnlyList<MinedPair> Sample(IReadOnlyList<MinedPair> pairs, int count, double share)
    {
        var (captions, boxes) = (pairs.Where(p => p.Source == Relation.FromCaption).ToList(), pairs.Where(p => p.Source != Relation.FromCaption).ToList());
        var spoken = Turns(captions).Take(Math.Max((int)Math.Round(count * share), count - boxes.Count)).ToList();
        return [.. spoken, .. Turns(boxes).Take(count - spoken.Count)];
    }

    private static IEnumerable<MinedPair> Turns(IEnumerable<MinedPair> pairs) =>
        pairs.GroupBy(p => p.Names.Predicate).SelectMany(g => g.OrderBy(Order, StringComparer.Ordinal).Select((pair, turn) => (pair, turn)))
            .OrderBy(p => p.turn).ThenBy(p => p.pair.Names.Predicate, StringComparer.Ordinal).Select(p => p.pair);

    /// <summary>Neither by name nor by place: a hash of the key.</summary>
    private static string Order(MinedPair pair) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(pair.Key)));

    private static string Hundredths(Box b) => string.Join(',', new[] { b.X1, b.Y1, b.X2, b.Y2 }.Select(v => ((int)MathF.Round(v * 100)).ToString(CultureInfo.InvariantCulture)));
}
