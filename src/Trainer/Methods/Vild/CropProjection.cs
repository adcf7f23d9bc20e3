using TorchSharp;
using TorchSharp.Modules;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>Size of the projection from a frozen network's view of a crop into the space of sentences.</summary>
/// <param name="Features">Numbers without names.</param>
/// <param name="Names">Probabilities of names, after them; may be 0.</param>
/// <param name="Hidden">Width of the hidden layer.</param>
/// <param name="Dimensions">D, of the space of sentences.</param>
public sealed record CropProjectionConfig(int Features, int Names, int Hidden, int Dimensions, double Dropout = 0);

/// <summary>
/// The image side of the image-text space, in CLIP's place: the mean of the embedded names that the frozen network believes in (ConSE,
/// Norouzi et al. 2014), corrected by two linear layers. Features (N, F + K) → (N, D) of unit length.
/// </summary>
public sealed class CropProjection : nn.Module<Tensor, Tensor>
{
    private const double Margin = 1e-4, Epsilon = 1e-5;
    private readonly Linear hidden, embedding;
    private readonly LaneDropout dropout;
    private readonly Tensor names;

    public CropProjection(CropProjectionConfig config) : base(nameof(CropProjection))
    {
        Config = config;
        hidden = nn.Linear(config.Features, config.Hidden);
        dropout = new LaneDropout(config.Dropout);
        embedding = nn.Linear(config.Hidden, config.Dimensions);
        names = zeros(Math.Max(1, config.Names), config.Dimensions);
        RegisterComponents();
        if (config.Names == 0) return;
        // It begins as the mean of names alone.
        using var off = no_grad();
        embedding.weight.zero_();
        embedding.bias!.zero_();
    }

    public CropProjectionConfig Config { get; }

    /// <summary>The names' embeddings (K, D), of unit length; constants that the checkpoint keeps.</summary>
    public Tensor Names => names;

    public override Tensor forward(Tensor features)
    {
        var own = nn.functional.layer_norm(features.narrow(1, 0, Config.Features), [Config.Features], eps: Epsilon);
        var correction = embedding.call(dropout.call(nn.functional.relu(hidden.call(own))));
        return RegionHead.Direction(Config.Names == 0 ? correction : RegionHead.Direction(Beliefs(features).matmul(names)) + correction);
    }

    /// <summary>Softmax of the names' log-odds: (N, F + K) → (N, K), rows sum to 1.</summary>
    public Tensor Beliefs(Tensor features)
    {
        var probabilities = features.narrow(1, Config.Features, Config.Names).clamp(Margin, 1 - Margin);
        return (probabilities.log() - (1 - probabilities).log()).softmax(1);
    }
}
