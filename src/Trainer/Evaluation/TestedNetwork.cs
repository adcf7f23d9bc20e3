using VlDistill.Text;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Evaluation;

/// <summary>A network's last layer while it reads given captions: attention (B, H, N, N) and states (B, N, d), regions first.</summary>
public sealed record LastLayer(Tensor Attention, Tensor Hidden, RegionBatch Regions, PackedTexts Texts);

/// <summary>A trained transformer in evaluation mode with its own regions and words.</summary>
public sealed record TestedNetwork(VlTransformer Transformer, Vocabulary Words, RegionReader Regions) : IDisposable
{
    /// <summary>Reads captions of pictures, all words given (teacher forcing); the caller holds a dispose scope.</summary>
    public LastLayer Read(int[] pictures, IReadOnlyList<IReadOnlyList<string>> captions)
    {
        var longest = Transformer.Config.Positions - 1;
        var texts = PackedTexts.Captions([.. captions.Select(c => (int[][])[.. c.Select(Words.Encode).Select(w => w[..Math.Min(w.Length, longest)])])]);
        var regions = Regions.Read(pictures);
        var output = Transformer.call(regions.Before(texts, causal: true));
        return new LastLayer(output.Attention[^1], output.Hidden[^1], regions, texts);
    }

    public void Dispose()
    {
        Transformer.Dispose();
        Regions.Dispose();
    }
}
