using TorchSharp;
using TorchSharp.Modules;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.WsdTags;

/// <summary>Size of the weakly supervised teacher.</summary>
/// <param name="Channels">Of a region feature that enters.</param>
/// <param name="Width">Of the region features that the student learns.</param>
/// <param name="Tags">Words it knows.</param>
/// <param name="Dropout">On those features, before both branches.</param>
public sealed record WsdDetectorConfig(int Channels, int Width, int Tags, double Dropout = 0.5);

/// <summary>What the teacher says about proposals: features (B, R, d), and both branches' logits (B, R, T).</summary>
public sealed record WsdOutput(Tensor Features, Tensor Classes, Tensor Places);

/// <summary>
/// WSDDN (Bilen and Vedaldi, 2016) on cached region features: one branch says what a proposal shows, the other which proposal shows a
/// tag; nobody ever tells it a box. Input: region features (B, R, C).
/// </summary>
public sealed class WsdDetector : nn.Module<Tensor, WsdOutput>
{
    private readonly Linear embed, classes, places;
    private readonly LaneDropout dropout;

    public WsdDetector(WsdDetectorConfig config) : base(nameof(WsdDetector))
    {
        Config = config;
        embed = nn.Linear(config.Channels, config.Width);
        dropout = new LaneDropout(config.Dropout);
        classes = nn.Linear(config.Width, config.Tags);
        places = nn.Linear(config.Width, config.Tags);
        RegisterComponents();
    }

    public WsdDetectorConfig Config { get; }

    public override WsdOutput forward(Tensor regions)
    {
        var features = nn.functional.relu(embed.call(regions));
        var kept = dropout.call(features);
        return new WsdOutput(features, classes.call(kept), places.call(kept));
    }
}
