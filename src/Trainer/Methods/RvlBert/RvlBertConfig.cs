using VlDistill.Trainer.Models;

namespace VlDistill.Trainer.Methods.RvlBert;

/// <summary>Size of a relation network and which of RVL-BERT's parts it has.</summary>
/// <param name="Transformer">Its vision-language transformer.</param>
/// <param name="Predicates">Without the background class.</param>
/// <param name="NameWords">Most words of a name that are read.</param>
/// <param name="Spatial">Whether it has the spatial module.</param>
/// <param name="Masks">Whether it has mask attention.</param>
/// <param name="HeadDropout">Before the classes.</param>
/// <param name="FusionDropout">Inside the spatial module.</param>
/// <param name="PairGeometry">Whether the spatial module also reads how the two boxes lie to each other.</param>
/// <param name="Roles">Whether a region token says if it is the picture, the subject, the union or the object.</param>
public sealed record RvlBertConfig(
    VlConfig Transformer, int Predicates, int NameWords = 3, bool Spatial = true, bool Masks = true, double HeadDropout = 0.5, double FusionDropout = 0.1,
    bool PairGeometry = false, bool Roles = false)
{
    /// <summary>Predicates and, as the last class, background: the pair stands in no relation of the list.</summary>
    public int Classes => Predicates + 1;
}
