using System.Text.Json;
using System.Text.Json.Nodes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Export;

/// <summary>One stage of a finished run as its folder tells it.</summary>
/// <param name="Settings">Effective settings.</param>
/// <param name="Report">What the stage wrote at its end.</param>
public sealed record FinishedStage(StageFolder Folder, ulong Seed, string Commit, JsonObject Settings, JsonObject Report)
{
    /// <summary>A text among the settings.</summary>
    public string Setting(string key) => (string?)Settings[key] ?? "";

    /// <summary>What the stage measured on the test split at its end, where it did.</summary>
    public JsonObject? Test => File.Exists(Folder.In("test.json")) ? FinishedRun.Read(Folder.In("test.json")) : null;

    /// <summary>Reads a finished stage's folder.</summary>
    /// <exception cref="UserException">One of its files is damaged.</exception>
    public static FinishedStage Read(StageFolder stage)
    {
        var config = FinishedRun.Read(stage.Config);
        return new FinishedStage(stage, (ulong)config["seed"]!, (string?)config["commit"] ?? "", config["settings"]!.AsObject(), FinishedRun.Read(stage.Report));
    }
}

/// <summary>A run folder, read back: its recipe and the stages that have finished.</summary>
public sealed class FinishedRun
{
    private readonly Dictionary<string, FinishedStage> stages = [];

    /// <exception cref="UserException">The folder is no run.</exception>
    public FinishedRun(string folder)
    {
        Folder = folder;
        if (!File.Exists(Path.Combine(folder, RunContext.RecipeFile))) throw new UserException($"{folder}: no run there ({RunContext.RecipeFile} is missing); train one first.");
        foreach (var path in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        {
            var stage = new StageFolder(folder, Path.GetFileName(path));
            if (stage.IsFinished && File.Exists(stage.Config)) stages.Add(stage.Name, FinishedStage.Read(stage));
        }
    }

    public string Folder { get; }

    /// <summary>In alphabetical order of their names.</summary>
    public IReadOnlyCollection<FinishedStage> Stages => stages.Values;

    /// <summary>The recipe's file as it was given.</summary>
    public string RecipeName => Path.GetFileName((string?)Read(stages.Values.First().Folder.Config)["source"] ?? "");

    public bool Has(string stage) => stages.ContainsKey(stage);

    /// <exception cref="UserException">The stage is absent or has not finished.</exception>
    public FinishedStage Stage(string name) => stages.GetValueOrDefault(name)
        ?? throw new UserException($"{Folder}: stage {name} has not finished; run train with --resume (finished: {string.Join(", ", stages.Keys)}).");

    /// <summary>A stage and, before it, those whose weights it started from, the first of all first.</summary>
    public IEnumerable<FinishedStage> Ancestry(string name)
    {
        var stage = Stage(name);
        return stage.Settings["init"] is JsonValue init && init.TryGetValue<string>(out var before) && Has(before) && before != name ? Ancestry(before).Append(stage) : [stage];
    }

    /// <summary>Figures measured on a model of this run: the numbers of <c>figures/MODEL.LABEL.json</c>, which hold the output of the eval command.</summary>
    public IReadOnlyDictionary<string, double> Figures(string model)
    {
        var folder = Path.Combine(Folder, "figures");
        var figures = new Dictionary<string, double>();
        if (!Directory.Exists(folder)) return figures;
        foreach (var file in Directory.GetFiles(folder, $"{model}.*.json").Order(StringComparer.Ordinal))
        {
            var label = Path.GetFileNameWithoutExtension(file)[(model.Length + 1)..];
            foreach (var (metric, value) in Read(file))
                if (value is JsonValue number && number.TryGetValue<double>(out var d)) figures[$"{label} {metric}"] = d;
        }
        return figures;
    }

    internal static JsonObject Read(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new UserException($"{path} is damaged; train that stage again.", e);
        }
    }
}
