using VlDistill.Inference;

namespace VlDistill.Demo.Vision;

/// <summary>
/// Keeps a model from wavering between sentences of much the same words: one that differs in a word or two, or that the model is less sure
/// of, takes the place of the present one only when it persists. Meanwhile the attention of the present one follows the new frames.
/// </summary>
public sealed class CaptionSmoother
{
    private const int WordsPerDifference = 5;
    private const int TimesToPersist = 3;
    private static readonly TimeSpan TimeToPersist = TimeSpan.FromSeconds(1.5), TimeUnsaid = TimeSpan.FromSeconds(2.5);
    private VisionResult? kept;
    private TimeSpan keptSaid;
    private string rival = "";
    private int rivalTimes;
    private TimeSpan rivalSince;

    /// <summary>The sentence to show after a complete result: that result, or the one before, looking at the new frame where it can.</summary>
    public VisionResult Next(VisionResult said)
    {
        if (kept is null || said.Text == kept.Text || said.FrameTime < keptSaid) return Keep(said);
        bool near = Distance(kept.Words, said.Words) <= Math.Max(1, Math.Max(kept.Words.Count, said.Words.Count) / WordsPerDifference);
        if (!near && MeanLog(said) >= MeanLog(kept)) return Keep(said);
        if (near) keptSaid = said.FrameTime;
        if (Persists(said) || said.FrameTime - keptSaid >= TimeUnsaid) return Keep(said);
        if (near && said.Words.Count == kept.Words.Count) Follow(said);
        return kept;
    }

    /// <summary>Words to insert, remove or replace to make one sentence the other (Levenshtein).</summary>
    internal static int Distance(IReadOnlyList<CaptionWord> a, IReadOnlyList<CaptionWord> b)
    {
        Span<int> row = stackalloc int[b.Count + 1];
        for (int j = 0; j <= b.Count; j++) row[j] = j;
        for (int i = 1; i <= a.Count; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Count; j++)
            {
                int replaced = diagonal + (a[i - 1].Text == b[j - 1].Text ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[b.Count];
    }

    private static double MeanLog(VisionResult result) => result.Words.Count == 0 ? double.NegativeInfinity : result.Words.Average(w => w.LogProbability);

    private VisionResult Keep(VisionResult said)
    {
        (kept, keptSaid, rival, rivalTimes) = (said, said.FrameTime, "", 0);
        return said;
    }

    private bool Persists(VisionResult said)
    {
        if (said.Text != rival) (rival, rivalTimes, rivalSince) = (said.Text, 0, said.FrameTime);
        rivalTimes++;
        return rivalTimes >= TimesToPersist || rivalTimes > 1 && said.FrameTime - rivalSince >= TimeToPersist;
    }

    // Word by word the old text with the new look; a word that was replaced was looked for in the same place.
    private void Follow(VisionResult said)
    {
        var words = new CaptionWord[said.Words.Count];
        for (int i = 0; i < words.Length; i++) words[i] = said.Words[i] with { Text = kept!.Words[i].Text };
        kept = kept! with { FrameId = said.FrameId, FrameTime = said.FrameTime, Perception = said.Perception, Words = words, RegionStates = said.RegionStates };
    }
}
