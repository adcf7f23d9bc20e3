namespace VlDistill.Trainer.Tasks;

/// <summary>Mean average precision of tags: for each tag the pictures are ranked by its score.</summary>
public static class TagPrecision
{
    /// <summary>Mean over the tags that some picture has. Scores and truth are pictures × tags, row-major; truth is 0 or 1. 0 when no tag occurs.</summary>
    public static double Mean(float[] scores, float[] truth, int tags)
    {
        var pictures = scores.Length / tags;
        var found = Enumerable.Range(0, tags).Select(Of).Where(ap => ap >= 0).ToList();
        return found.Count > 0 ? found.Average() : 0;

        double Of(int tag)
        {
            var (hits, sum) = (0, 0.0);
            var ranked = Enumerable.Range(0, pictures).OrderByDescending(p => scores[p * tags + tag]).ToArray();
            for (var rank = 0; rank < ranked.Length; rank++)
                if (truth[ranked[rank] * tags + tag] > 0) sum += ++hits / (rank + 1.0);
            return hits > 0 ? sum / hits : -1;
        }
    }
}
