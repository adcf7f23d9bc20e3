using TorchSharp.Modules;
using VlDistill.Text;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.RvlBert;

/// <summary>Logits per pair (N, classes), the last of them background; what the transformer went through; and, with mask attention, where names were looked for.</summary>
public sealed record RelationOutput(Tensor Logits, VlStates States, RoleMasks? Masks);

/// <summary>
/// RVL-BERT (Chiou, Zimmermann and Feng 2021): a pre-trained vision-language transformer reads the predicate between two given objects at
/// <c>mask</c>, with the boxes' geometry and with masks that say where each name is to be seen.
/// </summary>
public sealed class RvlBert : nn.Module<RelationInput, RelationOutput>
{
    private readonly VlTransformer transformer;
    private readonly RelationHead head;
    private readonly SpatialModule? spatial;
    private readonly MaskAttention? masks;
    private readonly Parameter? roles;

    public RvlBert(RvlBertConfig config) : base(nameof(RvlBert))
    {
        Config = config;
        var size = config.Transformer;
        // Parts come after what all variants have, so that the same seed gives those the same first weights.
        transformer = new VlTransformer(size);
        head = new RelationHead(size.Width, config.Classes, config.HeadDropout);
        spatial = config.Spatial ? new SpatialModule(size.Width, config.FusionDropout, config.PairGeometry) : null;
        masks = config.Masks ? new MaskAttention(size.Features, size.Width) : null;
        // Not in the paper, whose regions have no order: without it nothing in the transformer tells the subject's box from the object's. As loud as the
        // tokens, which leave a layer norm; roles as small as positions of words begin, which a norm enlarges, are hardly heard.
        roles = config.Roles ? nn.Parameter(randn(RelationText.Regions, size.Width)) : null;
        RegisterComponents();
    }

    public RvlBertConfig Config { get; }

    public VlTransformer Transformer => transformer;

    public RelationHead Head => head;

    public SpatialModule? Spatial => spatial;

    public MaskAttention? Masks => masks;

    /// <summary>What is added to the tokens of whole picture, subject, union and object (4, d).</summary>
    public Parameter? Roles => roles;

    public override RelationOutput forward(RelationInput input)
    {
        var names = Names(input.Names); // (O, d)
        var seen = masks?.call(input.Maps, input.Pictures, names);
        var (subjects, objects) = (Role(input.Subjects, seen?.SubjectVisual), Role(input.Objects, seen?.ObjectVisual));
        var marks = transformer.Vectors(tensor(RelationText.Marks)).unsqueeze(0).expand(subjects.shape[0], -1, -1);
        var vectors = cat([marks.narrow(1, 0, RelationText.Subject), subjects, objects, marks.narrow(1, RelationText.Object + 1, RelationText.Length - RelationText.Object - 1)], 1);
        var states = transformer.Encode(input.Regions, input.Places, vectors, RelationText.Positions(), RelationText.AttentionMask(), roles);
        var read = states.Text.select(1, RelationText.Mask); // (N, d)
        if (spatial is not null) read = spatial.call(read, input.Boxes.index_select(0, input.Subjects), input.Boxes.index_select(0, input.Objects));
        return new RelationOutput(head.call(read), states, seen);

        Tensor Role(Tensor pairs, Tensor? visual) => (visual is null ? names : names + visual).index_select(0, pairs).unsqueeze(1); // (N, 1, d)
    }

    /// <summary>The mean vector of each name's words: ids (O, W), 0 behind the last → (O, d).</summary>
    private Tensor Names(Tensor ids)
    {
        var words = ids.ne(Vocabulary.Pad).to(float32).unsqueeze(2);
        return (transformer.Vectors(ids) * words).sum(1) / words.sum(1).clamp_min(1);
    }
}
