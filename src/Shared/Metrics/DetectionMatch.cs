using VlDistill.Datasets;
using VlDistill.Regions;

namespace VlDistill.Metrics;

/// <summary>Puts predicted boxes and a labelled set together, by file name or COCO's picture number.</summary>
public static class DetectionMatch
{
    /// <summary>One sample per labelled picture, so a picture where nothing was found counts; unlabelled pictures are left out.</summary>
    /// <remarks>Classes go by name (LVIS writes underscores for spaces) or else by number.</remarks>
    /// <param name="only">File names to score; null = all labelled ones.</param>
    /// <exception cref="UserException">A prediction is for a picture or a class the references lack.</exception>
    public static IReadOnlyList<DetectionSample> Samples(IReadOnlyList<PredictedBox> predictions, string predictionsName,
        CocoInstances references, string referencesName, IReadOnlySet<string>? only = null)
    {
        var byName = references.Images.ToDictionary(i => i.FileName);
        var byId = references.Images.ToDictionary(i => i.Id);
        var byCategory = references.CategoryIds.Select((id, label) => (id, label)).ToDictionary(c => c.id, c => c.label);
        var byLabel = references.Labels.Select((name, label) => (name, label)).ToDictionary(c => c.name, c => c.label);

        var found = new Dictionary<string, List<Region>>();
        for (var i = 0; i < predictions.Count; i++)
        {
            var p = predictions[i];
            var image = p.FileName is { } name ? byName.GetValueOrDefault(name) ?? byName.GetValueOrDefault(Path.GetFileName(name)) : null;
            image ??= p.ImageId is { } number ? byId.GetValueOrDefault(number) : null;
            if (image is null)
            {
                if (only is not null && p.FileName is { } unknown && !only.Contains(Path.GetFileName(unknown))) continue;
                throw new UserException($"{predictionsName}: entry {i} is for {p.FileName ?? $"image {p.ImageId}"}, which {referencesName} lacks");
            }
            int? label = p.Category is { } category && (byLabel.TryGetValue(category, out var named) || byLabel.TryGetValue(category.Replace(' ', '_'), out named)) ? named
                : p.CategoryId is { } id && byCategory.TryGetValue(id, out var numbered) ? numbered : null;
            if (label is null) throw new UserException($"{predictionsName}: entry {i} has class '{p.Category ?? $"{p.CategoryId}"}', which {referencesName} lacks");
            if (!found.TryGetValue(image.FileName, out var boxes)) found[image.FileName] = boxes = [];
            boxes.Add(new Region(Relative(p, image), label.Value, (float)p.Score!.Value));
        }
        return [.. references.Images.Where(i => i.HasBoxes && (only is null || only.Contains(i.FileName)))
            .Select(i => new DetectionSample(i.Boxes, found.GetValueOrDefault(i.FileName) ?? []) { Federated = i.Federated })];
    }

    /// <summary>The photograph may be stored at another size than the labels' one; its own size is in the prediction when we wrote it.</summary>
    private static Box Relative(PredictedBox p, LabelledImage image)
    {
        double width = p.Size is [var w, _] ? w : image.Width, height = p.Size is [_, var h] ? h : image.Height;
        return new Box((float)(p.Bbox![0] / width), (float)(p.Bbox[1] / height), (float)((p.Bbox[0] + p.Bbox[2]) / width), (float)((p.Bbox[1] + p.Bbox[3]) / height));
    }
}
