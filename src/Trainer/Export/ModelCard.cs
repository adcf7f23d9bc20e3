using System.Globalization;
using System.Text;
using VlDistill.Bundles;

namespace VlDistill.Trainer.Export;

/// <summary>The bundle's model card: what it was made from and what was measured; every number is read from the run's own files.</summary>
public static class ModelCard
{
    /// <summary>The card in Markdown.</summary>
    public static string Write(FinishedRun run, IReadOnlyDictionary<string, BundleModel> models, IReadOnlyList<string> licences)
    {
        var card = new StringBuilder();
        card.AppendLine("# Model card").AppendLine();
        card.AppendLine("Small vision-language models that name regions of a picture and say one sentence about it.").AppendLine();
        card.AppendLine("## Models").AppendLine().AppendLine("| model | parameters | transformer | figures |").AppendLine("|---|---|---|---|");
        foreach (var (name, model) in models)
            card.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {model.Parameters / 1e6:0.00} M | {model.Layers} × {model.Width}, {model.Heads} heads | {Figures(model.Figures)} |");
        if (!run.Has("plain")) card.AppendLine().AppendLine("The student was trained without distillation, so it is its own plain twin.");
        card.AppendLine().AppendLine("## Training").AppendLine().AppendLine("| stage | task | data | steps | best dev figure | minutes | seed |").AppendLine("|---|---|---|---|---|---|---|");
        foreach (var stage in run.Stages)
            card.AppendLine(CultureInfo.InvariantCulture, $"| {stage.Folder.Name} | {stage.Setting("task")} | {stage.Setting("data")} | {(long?)stage.Report["steps"]} | {Best(stage)} | {(double?)stage.Report["seconds"] / 60:0.0} | {stage.Seed} |");
        card.AppendLine().AppendLine("Dev and test pictures are in no training batch.");
        card.AppendLine().AppendLine("Made by:").AppendLine().AppendLine("```");
        card.AppendLine(CultureInfo.InvariantCulture, $"./vldistill train {Path.GetFileNameWithoutExtension(run.RecipeName)} --data NAME=DIR… --out RUN").AppendLine("./vldistill export --run RUN --out BUNDLE").AppendLine("```");
        card.AppendLine().AppendLine("## Limits").AppendLine();
        card.AppendLine("The captions speak the vocabulary and the habits of the training captions: they do not read text, name people, count beyond a few, or know what");
        card.AppendLine("their training photographs did not show, and they say something even when they know nothing. Attention shows where a network looked, not why it spoke.");
        card.AppendLine().AppendLine("## Licences of the inputs").AppendLine();
        foreach (var licence in licences) card.AppendLine(CultureInfo.InvariantCulture, $"* {licence}");
        return card.ToString();
    }

    private static string Figures(IReadOnlyDictionary<string, double> figures) =>
        string.Join(", ", figures.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Key} {f.Value:0.###}")));

    private static string Best(FinishedStage stage) =>
        (double?)stage.Report["best"] is { } best ? string.Create(CultureInfo.InvariantCulture, $"{(string?)stage.Report["metric"]} {best:0.000}") : "";
}
