using VlDistill.Trainer.Methods.PhraseEncoder;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>The sentence encoders a stage can name.</summary>
public static class SentenceEncoders
{
    public const string UseLite = "use-lite", Glove = "glove", Random = "random";

    /// <summary>Width of <see cref="RandomEncoder"/>'s directions, that of use-lite.</summary>
    private const int RandomWidth = 512;

    /// <param name="name">use-lite, glove, random, a stage with CLIP's, or a finished stage that trained one.</param>
    /// <exception cref="UserException">No such stage has finished, or files are absent.</exception>
    public static ISentenceEncoder Open(string name, RunContext context) => name switch
    {
        UseLite => UseLiteEncoder.Open(context.Data),
        Glove => GloveEncoder.Open(context.Data),
        Random => new RandomEncoder(RandomWidth),
        _ when context.Recipe.Stages.OfType<ClipTextSettings>().FirstOrDefault(s => s.Name == name) is { } clip => new ClipTextEncoder(clip, context.Data),
        _ => DistilledEncoder.Open(context.Finished(name)),
    };
}
