namespace VlDistill.Trainer.Methods.Vild;

/// <summary>Gives phrases directions: those that mean much the same are close. The text side of the image-text space.</summary>
public interface ISentenceEncoder : IDisposable
{
    /// <summary>Numbers of an embedding.</summary>
    int Width { get; }

    /// <summary>Whether it reads sentences, so that names are put into those of the prompts; one that learned the mean over prompts reads bare names.</summary>
    bool ReadsPrompts => true;

    /// <summary>One embedding of unit length per phrase, <see cref="Width"/> numbers each, in the order of the phrases.</summary>
    float[][] Embed(IReadOnlyList<string> phrases);
}
