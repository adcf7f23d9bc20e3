using VlDistill.Trainer.Data;
using VlDistill.Trainer.Recipes;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.WsdTags;

/// <summary>Which tags the pictures of a data set deserve, by their number in all splits; the list of tags comes from training pictures alone.</summary>
public sealed class TagLabels
{
    private readonly bool[][] deserved;

    /// <exception cref="UserException">No word is frequent enough.</exception>
    public TagLabels(DataSet data, TagSettings settings)
    {
        Names = CaptionTags.Shipped.Frequent(data.Train.Select(s => s.Captions), settings.Agreeing, settings.MinimumPictures);
        if (Names.Count == 0) throw new UserException($"stage {settings.Name}: no caption word is a tag of {settings.MinimumPictures} training pictures of {data.Name}; lower minimumPictures.");
        deserved = [.. data.All.Select(sample => CaptionTags.Shipped.Of(sample.Captions, settings.Agreeing)).Select(tags => (bool[])[.. Names.Select(tags.Contains)])];
    }

    /// <summary>The tags, the most frequent first.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>One flag per tag.</summary>
    public bool[] Of(int picture) => deserved[picture];

    /// <summary>Pictures as rows of 0 and 1: (B, T).</summary>
    public Tensor Of(int[] pictures) => tensor(pictures.SelectMany(p => deserved[p].Select(d => d ? 1f : 0f)).ToArray(), [pictures.Length, Names.Count]);
}
