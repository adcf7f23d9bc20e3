using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Experiments;

/// <summary>A cell with one seed: where the stage that counts is trained, and all stages that were trained for it.</summary>
/// <param name="Model">The stage whose figures count; perhaps in the folder of another cell with the same settings.</param>
/// <param name="Trained">Stages trained for this cell and seed, in order, wherever they are.</param>
/// <param name="Commands">What a person would type to train them.</param>
public sealed record CellRun(GridCell Cell, ulong Seed, StageFolder Model, IReadOnlyList<StageFolder> Trained, IReadOnlyList<string> Commands);
