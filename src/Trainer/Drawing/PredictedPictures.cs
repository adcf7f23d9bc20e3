using VlDistill.Datasets;

namespace VlDistill.Trainer.Drawing;

/// <summary>A picture file with what was predicted in it, best first.</summary>
public sealed record PredictedPicture(string Path, IReadOnlyList<PredictedBox> Boxes)
{
    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>Brings a predictions file and picture files together.</summary>
public static class PredictedPictures
{
    /// <summary>Pictures that the file names, by name or COCO number, in the order of the pictures; each with its best boxes.</summary>
    /// <param name="source">Of the predictions, for messages.</param>
    /// <exception cref="UserException">The file names none of the pictures, no box has the score, or two pictures have the same name.</exception>
    public static IReadOnlyList<PredictedPicture> Of(IReadOnlyList<PredictedBox> predictions, string source, IReadOnlyList<string> pictures, double minimumScore, int most)
    {
        if (pictures.GroupBy(Path.GetFileName).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new UserException($"--images: {twice.First()} and {twice.Last()} have the same name; draw one folder at a time");
        var byName = predictions.Where(p => p.FileName is not null).ToLookup(p => Path.GetFileName(p.FileName));
        var byNumber = predictions.Where(p => p.FileName is null).ToLookup(p => p.ImageId);
        PredictedPicture[] found = [.. pictures.Select(path => new PredictedPicture(path, [.. Named(Path.GetFileName(path))])).Where(p => p.Boxes.Count > 0)];
        if (found.Length == 0) throw new UserException(predictions.Count == 0 ? $"{source}: holds no boxes" : $"{source}: names none of the {pictures.Count} pictures of --images; its first is {predictions[0].FileName ?? $"number {predictions[0].ImageId}"}");
        var best = found.Max(p => p.Boxes.Max(b => b.Score!.Value));
        if (best < minimumScore) throw new UserException(FormattableString.Invariant($"{source}: no box reaches the score {minimumScore}; the best has {best}"));
        return [.. found.Select(p => p with { Boxes = [.. p.Boxes.Where(b => b.Score >= minimumScore).OrderByDescending(b => b.Score).Take(most)] })];

        IEnumerable<PredictedBox> Named(string name) => byName[name].Concat(ImageNumber.Of(name) is { } number ? byNumber[number] : []);
    }
}
