namespace VlDistill.Trainer.Data.Relations;

/// <summary>Subject, predicate and object as a caption says them.</summary>
/// <param name="Phrase">The words themselves.</param>
public sealed record CaptionTriple(Mention Subject, string Predicate, Mention Object, string Phrase);

/// <summary>
/// Reads subject, predicate and object from neighbouring mentions of a caption: "[man] (in a red shirt) (is) RIDING (a blue) [bike]".
/// Between them may stand what describes the subject, verbs that need no object, one predicate, and what describes the object; anything else, no triple.
/// </summary>
public sealed class CaptionPattern(MentionFinder mentions, VerbForms verbs, PredicateRules predicates)
{
    private const int MostModifiers = 3;
    private static readonly HashSet<string> determiners = [.. "a an the his her its their another some two three four several both one".Split(' ')];
    private static readonly HashSet<string> barriers =
    [
        .. ("and or but while as of to with without in on at by for from into onto over under near next behind beside between through across along around against above below up down off out toward towards "
            + "after before during like that which who he she they it him them is are was were be being has have had front top back side 's inside outside").Split(' '),
    ];

    private static readonly HashSet<string> fillers = [.. "who that which is are was were be being been also just up down off out together alone around outside outdoors happily high".Split(' ')];
    private static readonly HashSet<string> describing = ["in", "with", "wearing", "wears", "at", "on"];

    /// <summary>All triples of a caption.</summary>
    public IEnumerable<CaptionTriple> Find(string[] words)
    {
        var found = mentions.Find(words);
        for (var i = 0; i + 1 < found.Count; i++)
        {
            var (subject, target) = (found[i], found[i + 1]);
            if (Between(words, subject.End, target.Start) is not ({ } rule, var isTurned)) continue;
            if (isTurned) (subject, target) = (target, subject);
            // "a man on a bench holding a dog": benches hold nothing, so it is the last living thing before.
            else if (!subject.IsAnimate && rule.Subjects is not null && found.Take(i).LastOrDefault(m => m.IsAnimate) is { } before) subject = before;
            if (!subject.Classes.Any(s => target.Classes.Any(o => rule.Allows(s, o)))) continue;
            yield return new CaptionTriple(subject, rule.Name, target, string.Join(' ', words[Math.Min(subject.Start, target.Start)..Math.Max(subject.End, target.End)]));
        }
    }

    /// <summary>The predicate of the words between two mentions, and whether a passive turns it around.</summary>
    private (PredicateRule? Rule, bool IsTurned) Between(string[] words, int start, int end)
    {
        for (var i = start; i < end;)
        {
            if (i + 1 < end && words[i + 1] == "by" && verbs.Passive(words[i]) is { } passive && predicates.Find(passive) is { } done && AreModifiers(words, i + 2, end)) return (done, true);
            for (var length = Math.Min(PredicateRules.LongestForm, end - i); length > 0; length--)
            {
                var form = string.Join(' ', words.Skip(i).Take(length).Select(verbs.Of));
                if (predicates.Find(form) is { } rule && AreModifiers(words, i + length, end)) return (rule, false);
            }
            var next = Skip(words, i, start, end);
            if (next == i) break;
            i = next;
        }
        return Ending(words, start, end);
    }

    /// <summary>After one more thing that a subject can have before its predicate; the same place when there is none.</summary>
    private int Skip(string[] words, int i, int start, int end)
    {
        if (fillers.Contains(words[i]) || words[i].EndsWith("ly", StringComparison.Ordinal)) return i + 1;
        if (verbs.IsVerb(words[i]) && words[i] is not ("wearing" or "wears")) return i + 1;
        if (words[i] is "and" or "to" && i > start && verbs.IsVerb(words[i - 1])) return i + 1;
        if (!describing.Contains(words[i])) return i;
        // "in a red shirt and jeans" up to the verb that follows it.
        var stop = i + 1;
        while (stop < end && stop - i <= 6 && !verbs.IsVerb(words[stop]) && (!barriers.Contains(words[stop]) || words[stop] is "and")) stop++;
        return stop < end && stop > i + 1 && (verbs.IsVerb(words[stop]) || words[stop] is "is" or "are" or "who") && words[stop - 1] is not "and" ? stop : i;
    }

    /// <summary>"does a trick on his [skateboard]": whatever is done, it is done on the thing.</summary>
    private (PredicateRule?, bool) Ending(string[] words, int start, int end)
    {
        var on = Array.LastIndexOf(words, "on", end - 1, end - start);
        var clear = on > start && AreModifiers(words, on + 1, end) && !words[start..on].Any(w => w is "and" or "while" or "as" or "watching" or "watches");
        return (clear && verbs.IsVerb(words[start]) ? predicates.Of("on") : null, false);
    }

    private bool AreModifiers(string[] words, int start, int end) =>
        end - start <= MostModifiers + 1 && words.Skip(start).Take(end - start).Count(w => !determiners.Contains(w)) <= MostModifiers
            && !words.Skip(start).Take(end - start).Any(w => barriers.Contains(w) || verbs.IsVerb(w));
}
