namespace VlDistill.Trainer.Experiments;

/// <summary>What the command line says about an ablation.</summary>
/// <param name="Recipe">Recipe file or name, as given.</param>
/// <param name="Set">Overrides for all cells, as given.</param>
/// <param name="Data">Data folders, as given.</param>
/// <param name="Seed">The first cell seed, and the seed of shared stages.</param>
/// <param name="Seeds">Seeds per cell.</param>
/// <param name="Jobs">Processes side by side; each trains with one lane when there are several.</param>
/// <param name="Run">Folder of the shared stages; cells are below it.</param>
/// <param name="Cache">Folder of decoded pictures and features, for all processes.</param>
/// <param name="Resume">Continue what is there.</param>
public sealed record AblationOptions(
    string Recipe, IReadOnlyList<string> Set, IReadOnlyList<string> Data, ulong Seed, int Seeds, int Jobs, string Run, string Cache, bool Resume)
{
    /// <summary>Where the cells' run folders are.</summary>
    public string Cells => Path.Combine(Run, "cells");

    /// <summary>Run folder of a cell and seed.</summary>
    public string CellFolder(GridCell cell, ulong seed) => Path.Combine(Cells, cell.Name, $"seed-{seed}");
}
