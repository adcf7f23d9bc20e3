using VlDistill.Metrics;
using VlDistill.Regions;

namespace VlDistill.Trainer.Data.Crops;

/// <summary>An object in a picture.</summary>
/// <param name="Picture">By its number in all splits.</param>
/// <param name="Class">Place in the selection's list of classes.</param>
public sealed record ObjectCrop(int Picture, Box Box, int Class);

/// <summary>Which objects count.</summary>
/// <param name="LeastSide">Smallest width and height as a share of the picture's.</param>
/// <param name="MostTrain">Training crops of one class; so frequent a class would fill every batch.</param>
/// <param name="MostTested">Dev or test crops of one class.</param>
/// <param name="LeastTrain">Training crops a class needs.</param>
/// <param name="LeastTested">Test crops a class needs.</param>
public sealed record CropRule(double LeastSide, int MostTrain, int MostTested, int LeastTrain, int LeastTested);

/// <summary>Objects for classification, split as their pictures are.</summary>
/// <param name="Classes">Names, in the order of the labels they come from.</param>
public sealed record CropSelection(IReadOnlyList<string> Classes, IReadOnlyList<ObjectCrop> Train, IReadOnlyList<ObjectCrop> Dev, IReadOnlyList<ObjectCrop> Test)
{
    /// <summary>Always the same for the same boxes: what is left out of frequent classes does not depend on a seed.</summary>
    /// <param name="boxes">Of every picture, all splits one after the other.</param>
    public static CropSelection Of(IReadOnlyList<IReadOnlyList<TruthBox>> boxes, int train, int dev, IReadOnlyList<string> labels, CropRule rule)
    {
        ObjectCrop[] large = [.. boxes.SelectMany((list, picture) => list.Where(b => !b.Crowd && Math.Min(b.Box.Width, b.Box.Height) >= rule.LeastSide).Select(b => new ObjectCrop(picture, b.Box, b.Label)))];
        var splits = large.ToLookup(c => c.Picture < train ? 0 : c.Picture < train + dev ? 1 : 2);
        var (learned, tested) = (splits[0].CountBy(c => c.Class).ToDictionary(), splits[2].CountBy(c => c.Class).ToDictionary());
        int[] kept = [.. Enumerable.Range(0, labels.Count).Where(l => learned.GetValueOrDefault(l) >= rule.LeastTrain && tested.GetValueOrDefault(l) >= rule.LeastTested)];
        var places = kept.Index().ToDictionary(k => k.Item, k => k.Index);
        return new CropSelection([.. kept.Select(l => labels[l])], Thin(splits[0], rule.MostTrain), Thin(splits[1], rule.MostTested), Thin(splits[2], rule.MostTested));

        ObjectCrop[] Thin(IEnumerable<ObjectCrop> crops, int most) => [.. crops.Where(c => places.ContainsKey(c.Class)).Index().GroupBy(c => c.Item.Class)
            .SelectMany(g => g.OrderBy(c => new SeededRandom((ulong)c.Item.Picture, (ulong)c.Index).Next()).Take(most))
            .OrderBy(c => c.Index).Select(c => c.Item with { Class = places[c.Item.Class] })];
    }
}
