using VlDistill.Regions;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Stages;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.RvlBert;

/// <summary>Pairs of one picture.</summary>
public sealed record AskedPicture(PairPicture Picture, IReadOnlyList<LabelledPair> Pairs);

/// <summary>Reads one network's cached maps into what RVL-BERT is asked.</summary>
public sealed class RelationReader : IDisposable
{
    private readonly FeatureCache maps;

    /// <param name="eyes">Stage whose maps are read.</param>
    /// <exception cref="UserException">The stage has not finished.</exception>
    public RelationReader(RunContext context, DataSet data, string eyes) => maps = FeaturesStage.Open(context, data, eyes);

    /// <summary>Channels of the maps.</summary>
    public int Channels => maps.Channels;

    /// <summary>The pairs of pictures, picture by picture.</summary>
    public RelationInput Read(IReadOnlyList<AskedPicture> asked) => Of(maps.Maps([.. asked.Select(a => a.Picture.Number)]), asked);

    /// <summary>The same with the pictures' maps (B, C, g, g) given.</summary>
    public static RelationInput Of(Tensor maps, IReadOnlyList<AskedPicture> asked)
    {
        int[] firsts = [.. asked.Select(a => a.Picture.Content.Boxes.Count).Aggregate(new List<int> { 0 }, (at, count) => [.. at, at[^1] + count])];
        Box[] boxes = [.. asked.SelectMany(a => a.Picture.Content.Boxes.Select(b => b.Box))];
        long[][] names = [.. asked.SelectMany(a => a.Picture.Names)];
        Box[][] places = [.. asked.Select(a => (Box[])[.. a.Pairs.SelectMany(p => Regions(a.Picture, p))])];
        var aligned = RoiAlign.Apply(maps, places); // (B, 4 · most pairs, C)
        var longest = aligned.shape[1];
        var rows = tensor(places.SelectMany((p, b) => Enumerable.Range(0, p.Length).Select(i => b * longest + i)).ToArray());
        return new RelationInput(maps, Numbers(a => Enumerable.Repeat(a.Index, a.Item.Picture.Content.Boxes.Count)), Corners(boxes),
            tensor(names.SelectMany(n => n).ToArray(), [names.Length, names.Length == 0 ? 0 : names[0].Length]),
            Numbers(a => a.Item.Pairs.Select(p => firsts[a.Index] + p.Subject)), Numbers(a => a.Item.Pairs.Select(p => firsts[a.Index] + p.Object)),
            aligned.flatten(0, 1).index_select(0, rows).view(-1, RelationText.Regions, aligned.shape[2]),
            Corners([.. places.SelectMany(p => p)]).view(-1, RelationText.Regions, 4));

        Tensor Numbers(Func<(int Index, AskedPicture Item), IEnumerable<int>> of) => tensor(asked.Index().SelectMany(of).Select(n => (long)n).ToArray());
    }

    public void Dispose() => maps.Dispose();

    /// <summary>Whole picture, subject, union, object.</summary>
    private static Box[] Regions(PairPicture picture, LabelledPair pair)
    {
        var (s, o) = (picture.Content.Boxes[pair.Subject].Box, picture.Content.Boxes[pair.Object].Box);
        return [Box.Whole, s, new Box(Math.Min(s.X1, o.X1), Math.Min(s.Y1, o.Y1), Math.Max(s.X2, o.X2), Math.Max(s.Y2, o.Y2)), o];
    }

    /// <summary>Boxes as a tensor (boxes, 4).</summary>
    public static Tensor Corners(IReadOnlyList<Box> boxes) => tensor(boxes.SelectMany(b => new[] { b.X1, b.Y1, b.X2, b.Y2 }).ToArray(), [boxes.Count, 4]);
}
