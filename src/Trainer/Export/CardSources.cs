using VlDistill.Trainer.Data;

namespace VlDistill.Trainer.Export;

/// <summary>What an export measures and reads beside the run to tell in the model card.</summary>
/// <param name="Data">Test photographs to measure the bundle on; null = nothing is measured.</param>
/// <param name="Against">Folder of an older bundle to compare with; null = none.</param>
/// <param name="Verdicts">File of people's verdicts on mined relations; null = none.</param>
/// <param name="TimedPhotographs">Test photographs on which both bundles' frames are timed; 0 = none.</param>
public sealed record CardSources(DataFolders? Data = null, string? Against = null, string? Verdicts = null, int TimedPhotographs = 30);
