using System.Text.Json;
using System.Text.Json.Nodes;
using VlDistill.Trainer.Evaluation;
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
    private readonly SortedDictionary<string, FinishedStage> stages = new(StringComparer.Ordinal);

    /// <param name="folder">The run.</param>
    /// <param name="elsewhere">NAME=DIR: a stage's folder in another run, for example a cell of an ablation, that goes by NAME here.</param>
    /// <exception cref="UserException">The folder is no run, or no stage has finished in one of the others.</exception>
    public FinishedRun(string folder, IReadOnlyList<string>? elsewhere = null)
    {
        Folder = folder;
        if (!File.Exists(Path.Combine(folder, RunContext.RecipeFile))) throw new UserException($"{folder}: no run there ({RunContext.RecipeFile} is missing); train one first.");
        foreach (var path in Directory.GetDirectories(folder))
            if (Finished(path) is { } stage) stages.Add(stage.Folder.Name, stage);
        foreach (var text in elsewhere ?? [])
        {
            if (text.Split('=', 2) is not [{ Length: > 0 } name, { Length: > 0 } path]) throw new UserException($"--stage {text}: write NAME=DIR.");
            Elsewhere.Add(name);
            stages[name] = Finished(path) ?? throw new UserException($"--stage {text}: no finished stage there; train it first.");
        }
    }

    public string Folder { get; }

    /// <summary>Names of the stages that lie in other runs.</summary>
    public SortedSet<string> Elsewhere { get; } = new(StringComparer.Ordinal);

    /// <summary>By name, in alphabetical order.</summary>
    public IReadOnlyDictionary<string, FinishedStage> Stages => stages;

    /// <summary>The recipe's file as it was given.</summary>
    public string RecipeName => Path.GetFileName((string?)Read(stages.Values.First().Folder.Config)["source"] ?? "");

    public bool Has(string stage) => stages.ContainsKey(stage);

    /// <exception cref="UserException">The stage is absent or has not finished.</exception>
    public FinishedStage Stage(string name) => stages.GetValueOrDefault(name)
        ?? throw new UserException($"{Folder}: stage {name} has not finished; run train with --resume (finished: {string.Join(", ", stages.Keys)}).");

    /// <summary>A stage and, before it, those whose weights it started from, the first of all first; they are looked for beside it, then in this run.</summary>
    public IReadOnlyList<FinishedStage> Ancestry(FinishedStage stage)
    {
        if (stage.Settings["init"] is not JsonValue init || !init.TryGetValue<string>(out var name) || name.Length == 0 || name == stage.Folder.Name) return [stage];
        var before = Finished(Path.Combine(Beside(stage), name)) ?? stages.GetValueOrDefault(name);
        return before is null ? [stage] : [.. Ancestry(before), stage];
    }

    /// <summary>The finished stages that one could read, each name once: those beside it, those of the run whose cell it is, then this run's.</summary>
    public IReadOnlyList<FinishedStage> Around(FinishedStage stage)
    {
        var own = Beside(stage);
        // RUN/cells/CELL/seed-N holds only what differs from RUN.
        string[] folders = Directory.GetParent(own)?.Parent is { Name: "cells", Parent: { } whole } ? [own, whole.FullName] : [own];
        return [.. folders.SelectMany(f => Directory.GetDirectories(f).Order(StringComparer.Ordinal)).Select(Finished).OfType<FinishedStage>().Concat(stages.Values).DistinctBy(s => s.Folder.Name)];
    }

    private static string Beside(FinishedStage stage) => Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(stage.Folder.Path))!;

    private static FinishedStage? Finished(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var stage = new StageFolder(Path.GetDirectoryName(full)!, Path.GetFileName(full));
        return stage.IsFinished && File.Exists(stage.Config) ? FinishedStage.Read(stage) : null;
    }

    /// <summary>
    /// Figures measured on a model of this run: what the evaluate command found for these very weights, and over it the numbers of
    /// <c>figures/MODEL.LABEL.json</c>, which hold the output of the eval command.
    /// </summary>
    public IReadOnlyDictionary<string, double> Figures(string model)
    {
        var folder = Path.Combine(Folder, "figures");
        var figures = new Dictionary<string, double>();
        if (Has(model) && TestReport.IsCurrent(Stage(model).Folder, null))
            foreach (var (name, value) in TestReport.Read(Stage(model).Folder)!.Figures) figures[$"test {name}"] = value;
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
