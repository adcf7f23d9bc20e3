using VlDistill.Datasets;
using VlDistill.Regions;

namespace VlDistill.Metrics;

/// <summary>Puts predicted and labelled relations together by file name.</summary>
public static class RelationMatch
{
    /// <summary>One sample per labelled picture, so a picture without predictions counts.</summary>
    /// <exception cref="UserException">A prediction is for a picture the references lack, or its boxes cannot be made relative.</exception>
    public static IReadOnlyList<RelationSample> Samples(IReadOnlyList<PredictedRelation> predictions, string predictionsName, RelationSet references, string referencesName)
    {
        var pictures = references.Pictures.ToDictionary(p => p.FileName);
        var said = references.Pictures.ToDictionary(p => p.FileName, _ => new List<ScoredRelation>());
        for (var i = 0; i < predictions.Count; i++)
        {
            var p = predictions[i];
            var picture = pictures.GetValueOrDefault(p.FileName!) ?? pictures.GetValueOrDefault(Path.GetFileName(p.FileName!))
                ?? throw new UserException($"{predictionsName}: entry {i} is for {p.FileName}, which {referencesName} lacks");
            said[picture.FileName].Add(new ScoredRelation(new Triple(p.Subject!, p.Predicate!, p.Object!), Place(p.SubjectBbox!, p.Size, picture), Place(p.ObjectBbox!, p.Size, picture), p.Score!.Value));
        }
        return [.. references.Pictures.Select(p => new RelationSample([.. p.Relations.Select(r => new TruthRelation(p.Names(r), p.Boxes[r.Subject].Box, p.Boxes[r.Object].Box, r.Source))], said[p.FileName]))];
    }

    /// <summary>As the picture's boxes are: relative, or in pixels where nobody knows its size. The photograph may be stored at another size than the labels' one.</summary>
    private static Box Place(double[] b, int[]? size, RelationPicture picture)
    {
        double width = 1, height = 1;
        if (picture.IsSized) (width, height) = size is [> 0 and var w, > 0 and var h] ? (w, h) : (picture.Width, picture.Height);
        return new Box((float)(b[0] / width), (float)(b[1] / height), (float)((b[0] + b[2]) / width), (float)((b[1] + b[3]) / height));
    }
}
