using VlDistill.Datasets;
using VlDistill.Regions;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.WsdTags;

/// <summary>Proposals of pictures: features (B, R, C) and which of them are real, (B, R) of 1 and 0.</summary>
public sealed record ProposalBatch(Tensor Features, Tensor Present);

/// <summary>Reads cached maps of one or more networks at the proposals, whose boxes may be another's.</summary>
public sealed class ProposalReader : IDisposable
{
    private readonly FeatureCache[] maps;
    private readonly FeatureCache boxes;
    private readonly IReadOnlyList<Box>[] more;

    /// <param name="eyes">Stage whose maps are read; with several, by comma, a region has the channels of all.</param>
    /// <param name="settings">Say whose boxes are proposals beside the windows.</param>
    /// <exception cref="UserException">A stage has not finished.</exception>
    public ProposalReader(RunContext context, DataSet data, string eyes, TagSettings settings)
    {
        maps = [.. Names(eyes).Select(e => FeaturesStage.Open(context, data, e))];
        boxes = FeaturesStage.Open(context, data, settings.Boxes);
        more = settings.MoreBoxes.Length > 0 ? Others(context, data, settings.MoreBoxes) : [.. data.All.Select(_ => Array.Empty<Box>())];
    }

    /// <summary>Stages in a list by comma.</summary>
    public static string[] Names(string eyes) => eyes.Split(',', StringSplitOptions.TrimEntries);

    /// <summary>Channels of the maps together.</summary>
    public int Channels => maps.Sum(m => m.Channels);

    /// <summary>A picture's proposals, by its number in all splits.</summary>
    public IReadOnlyList<Box> Proposals(int picture) => [.. WsdTags.Proposals.Of(boxes.Boxes(picture)), .. more[picture]];

    /// <summary>The first network's maps alone: (B, C, h, w).</summary>
    public Tensor Maps(int[] pictures) => maps[0].Maps(pictures);

    /// <summary>Features of all proposals on the cached maps.</summary>
    public ProposalBatch Read(int[] pictures)
    {
        var parts = maps.Select(map =>
        {
            using var cells = map.Maps(pictures);
            return Read(cells, pictures);
        }).ToArray();
        return parts.Length == 1 ? parts[0] : parts[0] with { Features = cat([.. parts.Select(p => p.Features)], 2) };
    }

    /// <summary>The same on maps made from them, with other channels: the gradient goes through.</summary>
    /// <param name="mirrored">Which pictures were mirrored before; the proposals are then too.</param>
    public ProposalBatch Read(Tensor ofPictures, int[] pictures, bool[]? mirrored = null)
    {
        IReadOnlyList<Box>[] places = [.. pictures.Select((p, i) => mirrored?[i] == true ? [.. Proposals(p).Select(b => b.Mirror())] : Proposals(p))];
        var longest = places.Max(p => p.Count);
        var present = new float[pictures.Length * longest];
        for (var i = 0; i < places.Length; i++) present.AsSpan(i * longest, places[i].Count).Fill(1);
        return new ProposalBatch(RoiAlign.Apply(ofPictures, places), tensor(present, [pictures.Length, longest]));
    }

    public void Dispose()
    {
        foreach (var map in maps) map.Dispose();
        boxes.Dispose();
    }

    /// <summary>Another detector's boxes of each picture, the first where there are many.</summary>
    private static IReadOnlyList<Box>[] Others(RunContext context, DataSet data, string stage)
    {
        var found = CocoInstances.Load(context.Finished(stage).In(BoxesStage.ResultFile)).Images.ToDictionary(i => i.FileName);
        return [.. data.All.Select(s => found.TryGetValue(s.Id, out var image) ? image.Boxes.Select(b => b.Box).Where(b => b.Width > 0 && b.Height > 0).Take(FeatureCache.MostBoxes).ToArray() : [])];
    }
}
