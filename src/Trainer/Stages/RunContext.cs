using VlDistill.Trainer.Data;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Stages;

/// <summary>What every stage of a run can reach.</summary>
/// <param name="Folder">The run folder.</param>
/// <param name="Recipe">All stages with effective settings.</param>
/// <param name="Data">Folders given on the command line.</param>
/// <param name="Seed">Of everything random in the run.</param>
/// <param name="Resume">Continue what is there.</param>
/// <param name="Progress">Where to say how it goes.</param>
/// <param name="Stop">Asks to save and stop.</param>
public sealed record RunContext(string Folder, Recipe Recipe, DataFolders Data, ulong Seed, bool Resume, IProgress Progress, CancellationToken Stop)
{
    /// <summary>The recipe as given, in the run folder.</summary>
    public const string RecipeFile = "recipe.json";

    /// <summary>Other run folders whose finished stages may be read, the first that has one; nothing is written there.</summary>
    public IReadOnlyList<string> Bases { get; init; } = [];

    /// <summary>Decoded pictures and features.</summary>
    public string Cache => Data.Cache(Folder);

    /// <summary>Another stage's folder, here or in <see cref="Bases"/>, which must have finished.</summary>
    /// <exception cref="UserException">It has not.</exception>
    public StageFolder Finished(string stage) =>
        Bases.Prepend(Folder).Select(run => new StageFolder(run, stage)).FirstOrDefault(f => f.IsFinished)
            ?? throw new UserException($"stage {stage} has not finished in {string.Join(" or ", Bases.Prepend(Folder))}; run it first (--stage {stage} --resume).");

    /// <summary>All pictures of a data set at a size, decoded once.</summary>
    public PictureStore Pictures(DataSet data, int size) => new(Cache, data.Name, data.All, data.Read, size, Progress, Stop);
}
