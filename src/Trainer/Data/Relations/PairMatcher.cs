using VlDistill.Datasets;
using VlDistill.Regions;

namespace VlDistill.Trainer.Data.Relations;

/// <summary>
/// Which boxes a caption's triple is about. One box of each class: those two. Several: the pair that meets most closely where
/// the predicate needs contact, else the nearest, when it is so clearly; with contact as many pairs as a plural can mean. Otherwise nobody can tell and there is no pair. Of two people, a grown-up and a child
/// are told apart by size; which of two alike is the subject of a one-sided predicate cannot be told.
/// </summary>
public static class PairMatcher
{
    /// <summary>Boxes grow by this share of their size on each side before they must meet.</summary>
    private const float Reach = 0.06f;

    /// <summary>How much closer the best pair must be than the next, and how close at least: shares of the smaller box.</summary>
    private const float ClearlyCloser = 1.5f, LeastCloseness = 0.1f;

    /// <summary>How many times farther the next pair must be than the nearest.</summary>
    private const float ClearlyNearer = 2;

    /// <summary>How much bigger a grown-up's box is than a child's at least.</summary>
    private const float ClearlyBigger = 1.3f;

    private static readonly HashSet<string> mutual = ["near", "hugging", "playing"];

    /// <summary>Pairs of places in the picture's list of boxes: subject, object.</summary>
    public static IReadOnlyList<(int Subject, int Object)> Match(CaptionTriple triple, PredicateRule rule, IReadOnlyList<NamedBox> boxes)
    {
        var (subjects, objects) = (Places(triple.Subject, boxes), Places(triple.Object, boxes));
        if (subjects.Count == 0 || objects.Count == 0) return [];
        // A bike where there are bicycles and motorcycles.
        if (HasSeveralKinds(subjects, boxes) || HasSeveralKinds(objects, boxes)) return [];
        if (!rule.Allows(boxes[subjects[0]].Name, boxes[objects[0]].Name)) return [];
        if (boxes[subjects[0]].Name == boxes[objects[0]].Name) return Alike(triple, rule, boxes, subjects);

        var pairs = (from s in subjects from o in objects select (Subject: s, Object: o)).Where(p => !rule.Touch || Meet(boxes[p.Subject].Box, boxes[p.Object].Box)).ToList();
        if (subjects.Count == 1 && objects.Count == 1) return pairs;
        return rule.Touch ? Closest(triple, boxes, pairs) : triple.Subject.IsPlural || triple.Object.IsPlural ? [] : Nearest(boxes, pairs);
    }

    private static bool HasSeveralKinds(IReadOnlyList<int> places, IReadOnlyList<NamedBox> boxes) => places.Select(p => boxes[p].Name).Distinct().Count() > 1;

    /// <summary>Without contact: the pair that is clearly nearest.</summary>
    private static List<(int, int)> Nearest(IReadOnlyList<NamedBox> boxes, List<(int Subject, int Object)> pairs)
    {
        var ranked = pairs.Select(p => (Pair: p, Gap: Gap(boxes[p.Subject].Box, boxes[p.Object].Box))).OrderBy(p => p.Gap).ToList();
        return ranked[1].Gap > 0.05f && ranked[0].Gap * ClearlyNearer <= ranked[1].Gap ? [ranked[0].Pair] : [];
    }

    /// <summary>Between the boxes' nearest points, 0 where they meet; relative to the picture.</summary>
    private static float Gap(Box a, Box b)
    {
        var (x, y) = (Math.Max(0, Math.Max(a.X1, b.X1) - Math.Min(a.X2, b.X2)), Math.Max(0, Math.Max(a.Y1, b.Y1) - Math.Min(a.Y2, b.Y2)));
        return MathF.Sqrt(x * x + y * y);
    }

    /// <summary>Whether two boxes, a little grown, share a point.</summary>
    public static bool Meet(Box a, Box b)
    {
        var (x, y) = (Reach * Math.Max(a.Width, b.Width), Reach * Math.Max(a.Height, b.Height));
        return a.X1 - x <= b.X2 && b.X1 - x <= a.X2 && a.Y1 - y <= b.Y2 && b.Y1 - y <= a.Y2;
    }

    /// <summary>Share of the smaller box that the other covers.</summary>
    public static float Closeness(Box a, Box b)
    {
        var width = Math.Min(a.X2, b.X2) - Math.Max(a.X1, b.X1);
        var height = Math.Min(a.Y2, b.Y2) - Math.Max(a.Y1, b.Y1);
        return width <= 0 || height <= 0 ? 0 : width * height / Math.Max(1e-9f, Math.Min(a.Area, b.Area));
    }

    private static List<(int, int)> Closest(CaptionTriple triple, IReadOnlyList<NamedBox> boxes, List<(int Subject, int Object)> pairs)
    {
        var ranked = pairs.Select(p => (p.Subject, p.Object, Closeness: Closeness(boxes[p.Subject].Box, boxes[p.Object].Box))).OrderByDescending(p => p.Closeness).ToList();
        var wished = triple.Subject.IsPlural || triple.Object.IsPlural ? int.MaxValue : 1;
        var taken = new List<(int Subject, int Object)>();
        foreach (var (s, o, closeness) in ranked.Where(p => p.Closeness >= LeastCloseness))
        {
            // A plural on one side only: "two people in a boat", "a girl holding balls".
            if (taken.Any(t => (t.Subject == s && !triple.Object.IsPlural) || (t.Object == o && !triple.Subject.IsPlural) || t.Object == o && triple.Object.IsPlural)) continue;
            var rival = ranked.Where(p => (p.Subject == s || p.Object == o || wished == 1) && (p.Subject, p.Object) != (s, o) && !taken.Any(t => t.Subject == p.Subject || t.Object == p.Object))
                .Select(p => p.Closeness).DefaultIfEmpty(0).Max();
            if (closeness < ClearlyCloser * rival && wished == 1) return [];
            taken.Add((s, o));
            if (taken.Count == wished) break;
        }
        return taken;
    }

    /// <summary>Two of one class, and exactly two boxes of it.</summary>
    private static List<(int, int)> Alike(CaptionTriple triple, PredicateRule rule, IReadOnlyList<NamedBox> boxes, IReadOnlyList<int> places)
    {
        if (places.Count != 2 || triple.Subject.IsPlural || triple.Object.IsPlural) return [];
        var (big, little) = boxes[places[0]].Box.Area >= boxes[places[1]].Box.Area ? (places[0], places[1]) : (places[1], places[0]);
        if (rule.Touch && !Meet(boxes[big].Box, boxes[little].Box)) return [];
        if (mutual.Contains(rule.Name)) return [(big, little)];
        if (triple.Subject.IsSmall == triple.Object.IsSmall || boxes[big].Box.Area < ClearlyBigger * boxes[little].Box.Area) return [];
        return [triple.Subject.IsSmall ? (little, big) : (big, little)];
    }

    private static List<int> Places(Mention mention, IReadOnlyList<NamedBox> boxes) => [.. Enumerable.Range(0, boxes.Count).Where(i => mention.Classes.Contains(boxes[i].Name))];
}
