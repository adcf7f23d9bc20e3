using VlDistill.Regions;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Stages;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.WsdTags;

/// <summary>Proposals of pictures: features (B, R, C) and which of them are real, (B, R) of 1 and 0.</summary>
public sealed record ProposalBatch(Tensor Features, Tensor Present);

/// <summary>Reads one network's cached maps at the proposals, whose boxes may be another's.</summary>
public sealed class ProposalReader : IDisposable
{
    private readonly FeatureCache maps, boxes;

    /// <param name="eyes">Stage whose maps are read.</param>
    /// <param name="boxesFrom">Stage with a detector.</param>
    /// <exception cref="UserException">A stage has not finished.</exception>
    public ProposalReader(RunContext context, DataSet data, string eyes, string boxesFrom)
    {
        maps = FeaturesStage.Open(context, data, eyes);
        boxes = boxesFrom == eyes ? maps : FeaturesStage.Open(context, data, boxesFrom);
    }

    /// <summary>Channels of the maps.</summary>
    public int Channels => maps.Channels;

    /// <summary>A picture's proposals, by its number in all splits.</summary>
    public IReadOnlyList<Box> Proposals(int picture) => WsdTags.Proposals.Of(boxes.Boxes(picture));

    /// <summary>Maps alone: (B, C, h, w).</summary>
    public Tensor Maps(int[] pictures) => maps.Maps(pictures);

    /// <summary>Features of all proposals on the cached maps.</summary>
    public ProposalBatch Read(int[] pictures)
    {
        using var cells = maps.Maps(pictures);
        return Read(cells, pictures);
    }

    /// <summary>The same on maps made from them, with other channels: the gradient goes through.</summary>
    public ProposalBatch Read(Tensor ofPictures, int[] pictures)
    {
        IReadOnlyList<Box>[] places = [.. pictures.Select(Proposals)];
        var longest = places.Max(p => p.Count);
        var present = new float[pictures.Length * longest];
        for (var i = 0; i < places.Length; i++) present.AsSpan(i * longest, places[i].Count).Fill(1);
        return new ProposalBatch(RoiAlign.Apply(ofPictures, places), tensor(present, [pictures.Length, longest]));
    }

    public void Dispose()
    {
        maps.Dispose();
        if (boxes != maps) boxes.Dispose();
    }
}
