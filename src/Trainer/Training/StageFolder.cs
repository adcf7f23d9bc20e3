using System.Text.Json;
using VlDistill.Trainer.Recipes;

namespace VlDistill.Trainer.Training;

/// <summary>Files of one stage in a run folder.</summary>
public sealed class StageFolder(string run, string name)
{
    /// <summary>The stage's name in the recipe.</summary>
    public string Name => name;

    public string Path { get; } = System.IO.Path.Combine(run, name);

    /// <summary>Weights, optimiser and position, replaced at intervals.</summary>
    public string Last => In("last.ckpt");

    /// <summary>Weights of the stage's result with the best dev figure.</summary>
    public string Best => In("best.ckpt");

    public string Metrics => In("metrics.jsonl");

    /// <summary>Effective settings with seed and commit.</summary>
    public string Config => In("config.json");

    /// <summary>Written when the stage has finished; its presence says so.</summary>
    public string Report => In("report.json");

    /// <summary>Learning curves for a browser.</summary>
    public string Curves => In("report.html");

    public bool IsFinished => File.Exists(Report);

    public string In(string file) => System.IO.Path.Combine(Path, file);

    /// <summary>Writes the report atomically, which marks the stage as finished.</summary>
    public void Finish(object report)
    {
        File.WriteAllText(Report + ".tmp", JsonSerializer.Serialize(report, RecipeJson.Options) + "\n");
        File.Move(Report + ".tmp", Report, overwrite: true);
    }
}
