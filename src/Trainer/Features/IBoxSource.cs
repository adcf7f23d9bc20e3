using VlDistill.Regions;

namespace VlDistill.Trainer.Features;

/// <summary>Detected boxes of the pictures of a data set, by their number in all splits.</summary>
public interface IBoxSource
{
    /// <summary>The boxes in a picture, best first.</summary>
    IReadOnlyList<Region> Boxes(int picture);
}
