using VlDistill.Datasets;
using VlDistill.Text;

namespace VlDistill.Trainer.Methods.RvlBert;

/// <summary>An ordered pair of a picture's objects and the class it is trained on, a predicate's number or that of background.</summary>
public readonly record struct LabelledPair(int Subject, int Object, int Class);

/// <summary>A picture as the network is asked about it.</summary>
/// <param name="Number">In all splits of its data set.</param>
/// <param name="Content">Its boxes and relations.</param>
/// <param name="Names">Word ids of each box's name.</param>
/// <param name="Labels">Its relations, each once.</param>
public sealed record PairPicture(int Number, RelationPicture Content, IReadOnlyList<long[]> Names, IReadOnlyList<LabelledPair> Labels)
{
    /// <summary>Reads names and relations; predicates that <paramref name="predicates"/> lacks are no labels.</summary>
    public static PairPicture Of(int number, RelationPicture content, Vocabulary words, int nameWords, IReadOnlyDictionary<string, int> predicates) =>
        new(number, content, [.. content.Boxes.Select(b => NameTokens.Of(b.Name, words, nameWords))],
            [.. content.Relations.Where(r => predicates.ContainsKey(r.Predicate)).Select(r => new LabelledPair(r.Subject, r.Object, predicates[r.Predicate])).Distinct()]);

    /// <summary>Every ordered pair of different objects, subjects first in order.</summary>
    public IEnumerable<LabelledPair> Pairs(int unlabelled) =>
        from s in Enumerable.Range(0, Content.Boxes.Count)
        from o in Enumerable.Range(0, Content.Boxes.Count)
        where s != o
        select new LabelledPair(s, o, unlabelled);
}
