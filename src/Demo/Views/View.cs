namespace VlDistill.Demo.Views;

/// <summary>What the screen shows.</summary>
public enum View
{
    /// <summary>One model.</summary>
    Single,

    /// <summary>Two models next to each other.</summary>
    SideBySide,

    /// <summary>Where two models look differently.</summary>
    Difference,

    /// <summary>Layers and heads of one word.</summary>
    Inspector,
}

/// <summary>How the attention maps of a word become one.</summary>
public enum Reduction
{
    /// <summary>Mean of the chosen layers and heads.</summary>
    Mean,

    /// <summary>Largest of the chosen layers and heads.</summary>
    Max,

    /// <summary>Attention rollout through all layers (Abnar and Zuidema 2020); the mean where a result has none.</summary>
    Rollout,
}

/// <summary>Names of views as users type them.</summary>
public static class ViewNames
{
    /// <summary>In the order of <see cref="View"/>.</summary>
    public static readonly string[] All = ["single", "side", "difference", "inspector"];

    /// <summary>On screen, in the order of <see cref="View"/>.</summary>
    public static readonly string[] Titles = ["Single", "Side by side", "Difference", "Inspector"];

    /// <summary>On screen, in the order of <see cref="Reduction"/>.</summary>
    public static readonly string[] Reductions = ["mean", "max", "rollout"];
}
