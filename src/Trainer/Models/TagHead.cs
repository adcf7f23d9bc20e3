using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Models;

/// <summary>The linear layer that names caption words on mean-pooled features.</summary>
public static class TagHead
{
    /// <summary>Logit of a word before training: most words are absent from most pictures (about 2 %).</summary>
    private const double PriorLogit = -4;

    /// <summary>(B, channels) → (B, tags). Starts at the prior, so that the first gradients do not shake a pretrained trunk.</summary>
    public static Linear Create(int channels, int tags)
    {
        var head = nn.Linear(channels, tags);
        nn.init.normal_(head.weight, 0, 0.001);
        nn.init.constant_(head.bias!, PriorLogit);
        return head;
    }
}
