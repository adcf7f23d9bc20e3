using VlDistill.Metrics;
using VlDistill.Regions;
using VlDistill.Trainer.Data;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tasks;

/// <summary>A picture in its store with its boxes.</summary>
public sealed record LabelledPicture(PictureStore Store, int Index, IReadOnlyList<TruthBox> Boxes, Sample Sample);

/// <summary>Which rows of a batch have tag targets, and those: (rows, T).</summary>
public sealed record TagTargets(Tensor Rows, Tensor Targets);

/// <summary>Batches of pictures, boxes and tags by sample number.</summary>
public sealed class LabelledPictures
{
    private readonly IReadOnlyList<LabelledPicture> pictures;
    private readonly int[][] tags;
    private readonly int tagCount;

    public LabelledPictures(IReadOnlyList<LabelledPicture> pictures, IReadOnlyList<string> tagWords)
    {
        this.pictures = pictures;
        tagCount = tagWords.Count;
        var numbers = tagWords.Select((word, i) => (word, i)).ToDictionary(t => t.word, t => t.i);
        tags = [.. pictures.Select(p => TagList.Words(p.Sample).Where(numbers.ContainsKey).Select(w => numbers[w]).ToArray())];
    }

    public int Count => pictures.Count;

    /// <summary>uint8 (B, S, S, 3), changed as asked.</summary>
    public Tensor Pictures(int[] samples, Augmentation[] changes)
    {
        var size = pictures[0].Store.Size;
        var bytes = new byte[samples.Length * size * size * 3];
        for (var i = 0; i < samples.Length; i++)
        {
            var picture = pictures[samples[i]];
            picture.Store.Copy(picture.Index, bytes.AsSpan(i * size * size * 3, size * size * 3), changes[i]);
        }
        return tensor(bytes, [samples.Length, size, size, 3], ScalarType.Byte);
    }

    /// <summary>Boxes of each sample, mirrored where asked; crowds are left out.</summary>
    public IReadOnlyList<IReadOnlyList<Region>> Boxes(int[] samples, Augmentation[] changes) =>
        [.. samples.Select((s, i) => (IReadOnlyList<Region>)[.. pictures[s].Boxes.Where(b => !b.Crowd).Select(b => new Region(changes[i].Mirrored ? b.Box.Mirror() : b.Box, b.Label, 1))])];

    /// <summary>The labelled boxes of one sample.</summary>
    public IReadOnlyList<TruthBox> Truth(int sample) => pictures[sample].Boxes;

    /// <summary>Tag targets of the samples that have captions; null when none has or there are no tags.</summary>
    public TagTargets? Tags(int[] samples)
    {
        var rows = Enumerable.Range(0, samples.Length).Where(i => pictures[samples[i]].Sample.Captions.Count > 0).ToArray();
        if (rows.Length == 0 || tagCount == 0) return null;
        var targets = new float[rows.Length * tagCount];
        for (var r = 0; r < rows.Length; r++)
            foreach (var tag in tags[samples[rows[r]]]) targets[r * tagCount + tag] = 1;
        return new TagTargets(tensor(rows.Select(r => (long)r).ToArray()), tensor(targets, [rows.Length, tagCount]));
    }
}
