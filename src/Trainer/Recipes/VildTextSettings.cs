namespace VlDistill.Trainer.Recipes;

/// <summary>Tests a finished region head with another text encoder than it was trained with: what a distilled encoder costs. Trains nothing.</summary>
public sealed record VildTextSettings : StageSettings
{
    /// <summary>Stage with the head, of this recipe.</summary>
    public string Head { get; set; } = "vild";

    /// <summary>The encoder of the class names: use-lite, glove or random, or a stage that holds one; as wide as the head's own.</summary>
    public string Text { get; set; } = "text-encoder";
}
