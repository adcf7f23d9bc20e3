using VlDistill.Inference;
using VlDistill.Regions;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Features;

/// <summary>Regions of pictures: features (B, R, C), boxes (B, R, 4), and how many of the R are real in each.</summary>
public sealed record RegionBatch(Tensor Features, Tensor Boxes, int[] Counts)
{
    /// <summary>R, the longest picture's.</summary>
    public int Length => (int)Features.shape[1];

    /// <summary>What a transformer reads: these regions before packed texts, a word seeing earlier words only when <paramref name="causal"/>.</summary>
    public VlInput Before(PackedTexts texts, bool causal)
    {
        long[] shape = [texts.Pictures, texts.Length];
        return new VlInput(Features, Boxes, tensor(texts.Inputs, shape), tensor(texts.Positions, shape), AttentionMasks.Prefix(Length, Counts, texts, causal));
    }
}

/// <summary>Reads region tokens from cached maps: one network's features at perhaps another's boxes.</summary>
public sealed class RegionReader : IDisposable
{
    private readonly FeatureCache features;
    private readonly IBoxSource boxes;

    private RegionReader(FeatureCache features, IBoxSource boxes, bool grid) => (this.features, this.boxes, Grid) = (features, boxes, grid);

    /// <summary>Whether the cells of the fixed grid are tokens between the whole picture and the detected boxes.</summary>
    public bool Grid { get; }

    /// <summary>Channels of a region feature.</summary>
    public int Channels => features.Channels;

    /// <param name="eyes">Stage with trained eyes.</param>
    /// <param name="boxesFrom">The same, another stage with a detector, or a <c>boxes</c> stage.</param>
    /// <param name="grid">Whether the fixed grid is read too.</param>
    /// <exception cref="UserException">A stage has not finished.</exception>
    public static RegionReader Open(RunContext context, DataSet data, string eyes, string boxesFrom, bool grid = true)
    {
        var features = FeaturesStage.Open(context, data, eyes);
        if (boxesFrom == eyes) return new RegionReader(features, features, grid);
        var folder = context.Finished(boxesFrom);
        return new RegionReader(features, BoxesStage.IsIn(folder) ? BoxesStage.Load(folder, data, FeatureCache.MostBoxes) : FeaturesStage.Open(context, data, boxesFrom), grid);
    }

    /// <summary>The boxes detected in a picture, best first.</summary>
    public IReadOnlyList<Region> Detected(int picture) => boxes.Boxes(picture);

    /// <summary>[1, channels, rows, columns] of a cached map.</summary>
    public int[] MapShape
    {
        get
        {
            using var map = features.Maps([0]);
            return [.. map.shape.Select(s => (int)s)];
        }
    }

    /// <summary>A picture as the exported graphs want it: its region tokens and its cached map, which the caller disposes.</summary>
    public (Perception Perception, FeatureMap Features) Perceive(int picture)
    {
        using var map = features.Maps([picture]);
        return (new Perception(RegionSet.From(boxes.Boxes(picture)), 0), FeatureMap.From(map.data<float>().ToArray(), [.. map.shape.Select(s => (int)s)]));
    }

    /// <summary>Tokens before the first detected box.</summary>
    public int FixedTokens => Grid ? RegionSet.FixedTokens : 1;

    /// <summary>Regions of pictures, by their number in all splits.</summary>
    public RegionBatch Read(int[] pictures)
    {
        IReadOnlyList<Box>[] tokens = [.. pictures.Select(p => Tokens(boxes.Boxes(p)))];
        var longest = tokens.Max(t => t.Count);
        var places = new float[pictures.Length * longest * 4];
        for (var p = 0; p < tokens.Length; p++)
            for (var i = 0; i < tokens[p].Count; i++)
            {
                var box = tokens[p][i];
                ((ReadOnlySpan<float>)[box.X1, box.Y1, box.X2, box.Y2]).CopyTo(places.AsSpan((p * longest + i) * 4));
            }
        return new RegionBatch(RoiAlign.Apply(features.Maps(pictures), tokens), tensor(places, [pictures.Length, longest, 4]), [.. tokens.Select(t => t.Count)]);
    }

    private IReadOnlyList<Box> Tokens(IReadOnlyList<Region> detected) => Grid ? RegionSet.From(detected).Tokens : [Box.Whole, .. detected.Select(r => r.Box)];

    public void Dispose()
    {
        features.Dispose();
        if (boxes != features && boxes is IDisposable other) other.Dispose();
    }
}
