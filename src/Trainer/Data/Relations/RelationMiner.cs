using VlDistill.Datasets;
using VlDistill.Text;

namespace VlDistill.Trainer.Data.Relations;

/// <summary>Relations of a photograph from its captions and a detector's boxes; nobody drew or checked them.</summary>
public sealed class RelationMiner
{
    /// <summary>In the files' description and in reports.</summary>
    public const string Description = "mined relations: from captions matched to a detector's boxes, and from the boxes themselves, by rules; not checked by people";

    /// <summary>Predicates that yield to any other one that captions say of the same pair, the vaguest last.</summary>
    private static readonly List<string> vague = ["on", "in", "at", "near", "with"];

    private readonly PredicateRules rules;
    private readonly CaptionPattern pattern;
    private readonly ImpliedTriples implied;

    /// <param name="predicates">Visual Genome's predicates and their aliases.</param>
    public RelationMiner(NameAliases predicates)
    {
        var verbs = new VerbForms();
        rules = new PredicateRules(predicates, verbs);
        pattern = new CaptionPattern(new MentionFinder(verbs), verbs, rules);
        implied = new ImpliedTriples(rules);
    }

    /// <summary>What the sentences say, whether or not there are boxes for it.</summary>
    public IReadOnlyList<CaptionTriple> Read(string caption)
    {
        var words = CaptionTokenizer.Tokenize(caption);
        return [.. pattern.Find(words), .. implied.Find(words)];
    }

    /// <summary>At most one relation per ordered pair: what captions say, and where they say nothing of two things, how their boxes lie.</summary>
    public IReadOnlyList<Relation> Mine(IEnumerable<CaptionTriple> triples, IReadOnlyList<NamedBox> boxes)
    {
        var said = triples
            .SelectMany(t => PairMatcher.Match(t, rules.Of(t.Predicate), boxes).Select(pair => (pair.Subject, pair.Object, t.Predicate, t.Phrase)))
            .GroupBy(r => (r.Subject, r.Object))
            .Select(pair => pair.GroupBy(r => r.Predicate).OrderBy(p => vague.IndexOf(p.Key)).ThenByDescending(p => p.Count()).First().First())
            .Select(r => new Relation(r.Subject, r.Predicate, r.Object, Relation.FromCaption, r.Phrase)).ToList();
        var spoken = said.SelectMany(r => new[] { (r.Subject, r.Object), (r.Object, r.Subject) }).ToHashSet();
        var lying = from s in Enumerable.Range(0, boxes.Count)
                    from o in Enumerable.Range(0, boxes.Count)
                    where s != o && !spoken.Contains((s, o))
                    let predicate = BoxPredicates.Between(boxes[s], boxes[o])
                    where predicate is not null
                    select new Relation(s, predicate, o, Relation.FromBoxes);
        return [.. said.Concat(lying).OrderBy(r => r.Subject).ThenBy(r => r.Object)];
    }
}
