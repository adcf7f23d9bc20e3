using System.Text;
using VlDistill.Bundles;

namespace VlDistill.Trainer.Export;

/// <summary>The bundle's model card: what it was made from and what was measured; every number is read from the run's own files.</summary>
public static class ModelCard
{
    /// <summary>The experiments' main table in the run's folder, where experiments were run.</summary>
    public const string Comparison = "report.md";

    /// <summary>In the manifest, but too much for the card.</summary>
    private static readonly string[] left = ["BLEU-1", "BLEU-2", "BLEU-3", "ROUGE-L", "images"];

    /// <summary>The card in Markdown.</summary>
    /// <param name="comparison">With the bundle before; null = with none.</param>
    /// <param name="verdicts">As <see cref="CardSources.Verdicts"/>.</param>
    public static string Write(FinishedRun run, BundleManifest manifest, BundleComparison? comparison = null, string? verdicts = null)
    {
        var models = manifest.Models;
        var card = new StringBuilder();
        card.AppendLine("# Model card").AppendLine();
        card.AppendLine("Small vision-language models that name regions of a picture, say one sentence about it and, where they were taught to, answer questions about it.").AppendLine();
        card.AppendLine("## Models").AppendLine().AppendLine("| model | parameters | transformer | figures |").AppendLine("|---|---|---|---|");
        foreach (var (name, model) in models)
            card.Line($"| {name} | {model.Parameters / 1e6:0.00} M | {model.Layers} × {model.Width}, {model.Heads} heads{(model.Training.GetValueOrDefault("arithmetic") is { } kind ? $", {kind}" : "")} | {CardText.Figures(model.Figures.Where(f => !left.Any(f.Key.EndsWith)))} |");
        card.AppendLine().AppendLine(Origin(run));
        if (File.Exists(Path.Combine(run.Folder, Comparison)))
            card.AppendLine().AppendLine("## Comparison").AppendLine().AppendLine(MainTable(File.ReadAllText(Path.Combine(run.Folder, Comparison))));
        if (comparison is not null) ComparisonSection.Write(card, comparison);
        Eyes(card, manifest.Detector);
        Questions(card, run, models);
        Names(card, run, manifest.OpenVocabulary);
        RelationSection.Write(card, run, models, verdicts);
        States(card, models);
        card.AppendLine().AppendLine("## Training").AppendLine().AppendLine("| stage | task | data | steps | best dev figure | minutes | seed |").AppendLine("|---|---|---|---|---|---|---|");
        foreach (var (name, stage) in run.Stages)
            card.Line($"| {name} | {stage.Setting("task")} | {stage.Setting("data")} | {(long?)stage.Report["steps"]} | {Best(stage)} | {(double?)stage.Report["seconds"] / 60:0.0} | {stage.Seed} |");
        card.AppendLine().AppendLine("Dev and test pictures are in no training batch.");
        card.AppendLine().AppendLine("Made by:").AppendLine().AppendLine("```");
        Commands(card, run, models, $"{(manifest.Detector.Figures is null ? "" : " --data NAME=DIR…")}{(comparison is null ? "" : " --against BUNDLE")}{(verdicts is null ? "" : " --label-verdicts FILE")}");
        card.AppendLine("```");
        card.Section("Limits");
        card.AppendLine("The captions speak the vocabulary and the habits of the training captions: they do not read text, name people, count beyond a few, or know what");
        card.AppendLine("their training photographs did not show, and they say something even when they know nothing. Attention shows where a network looked, not why it spoke.");
        card.Section("Licences of the inputs");
        foreach (var licence in manifest.Licences) card.Line($"* {licence}");
        return card.ToString();
    }

    /// <summary>The first of the report's tables and what its columns mean; the ablations stay with the report.</summary>
    private static string MainTable(string report)
    {
        var paragraphs = report.Split("\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var notes = paragraphs.FirstOrDefault(p => p[0] is not ('#' or '|'));
        return string.Join("\n\n", paragraphs.TakeWhile((p, i) => i == 0 || p[0] == '|').Append(notes).OfType<string>());
    }

    private static string Origin(FinishedRun run)
    {
        FinishedStage[] student = [.. run.Ancestry(run.Stage("student"))];
        var teachers = student.Select(s => s.Settings["distil"]?["teacher"]?.GetValue<string>() ?? "").Where(t => t.Length > 0).Distinct().ToArray();
        return (teachers.Length > 0, run.Has("plain")) switch
        {
            (true, true) => $"The student was distilled from stage {string.Join(" and ", teachers)}; plain is its twin without a teacher, {Twin(student, [.. run.Ancestry(run.Stage("plain"))])}.",
            (true, false) => $"The student was distilled from stage {string.Join(" and ", teachers)}; its twin without a teacher is not in this bundle.",
            (false, true) => "Neither the student nor plain was distilled.",
            _ => "The student was trained without distillation, so it is its own plain twin.",
        };
    }

    /// <summary>What a comparison of the two may rest on, pre-training included.</summary>
    private static string Twin(FinishedStage[] student, FinishedStage[] plain)
    {
        (string What, string Student, string Plain)[] both = [("data", Data(student), Data(plain)), ("seed", Seeds(student), Seeds(plain)), ("steps", Steps(student), Steps(plain))];
        var others = both.Where(b => b.Student != b.Plain).Select(b => $"{b.What} {b.Plain} instead of {b.Student}").ToArray();
        return others.Length == 0 ? "trained on the same data from the same seed for the same steps" : $"but with {string.Join(", ", others)}";

        static string Data(FinishedStage[] stages) => string.Join(" + ", stages.Select(s => s.Setting("data")));
        static string Seeds(FinishedStage[] stages) => string.Join(" + ", stages.Select(s => s.Seed).Distinct());
        static string Steps(FinishedStage[] stages) => string.Join(" + ", stages.Select(s => $"{(long?)s.Report["steps"]}"));
    }

    /// <summary>What the student's eyes find, where the export measured it; every model describes their boxes.</summary>
    private static void Eyes(StringBuilder card, BundleDetector detector)
    {
        if (detector.Figures is not { Count: > 0 } figures) return;
        card.Section("Eyes");
        card.AppendLine($"Boxes and tags of the student's eyes, through the files of this bundle: {CardText.Figures(figures)}.");
        card.AppendLine("Boxes are compared with those the eyes were taught by; tags with the frequent words that captions agree on, synonyms folded.");
    }

    /// <summary>What finds by any name: the region head's and the text encoder's figures on test data.</summary>
    private static void Names(StringBuilder card, FinishedRun run, BundleOpenVocabulary? shipped)
    {
        (string Stage, string What)[] parts = [(VocabularyStage.Head, "region head"), (VocabularyStage.Text, "text encoder")];
        if (!parts.All(p => run.Has(p.Stage))) return;
        card.Section("Open vocabulary");
        var novel = run.Stage(VocabularyStage.Head).Setting("split").Length > 0;
        card.Line($"Names are typed. {(novel ? "Novel classes had no box in training." : "Every class these figures count had boxes in training: they do not tell how well other names are found.")} AP is that on test pictures,");
        card.AppendLine("cosines compare the text encoder with the one it was distilled from.").AppendLine();
        card.AppendLine("| network | figures |").AppendLine("|---|---|");
        foreach (var (stage, what) in parts)
            card.Line($"| {what} (stage {stage}) | {CardText.Figures(run.Stage(stage).Test?["figures"]?.AsObject().Where(f => IsShown(f.Key, novel)).Select(f => KeyValuePair.Create(f.Key, (double)f.Value!)) ?? [])} |");
        if (shipped?.Figures is { Count: > 0 } figures) card.AppendLine($"| both, through the files of this bundle, the detector's classes as names | {CardText.Figures(figures)} |");
    }

    /// <summary>Single classes and the comparison with classifying crops are too much for the card; without novel classes all classes are base ones.</summary>
    private static bool IsShown(string figure, bool novel) =>
        !figure.Contains("AP50 ") && !figure.StartsWith("compared ", StringComparison.Ordinal) && (novel || !figure.Contains("base AP"));

    private static void Questions(StringBuilder card, FinishedRun run, IReadOnlyDictionary<string, BundleModel> models)
    {
        var stages = run.Stages.Where(s => s.Value.Setting("task") == "answer").ToArray();
        if (stages.Length == 0) return;
        var shipped = models.Values.Select(m => m.Answers?.Graph).OfType<string>().ToHashSet();
        card.Section("Questions");
        card.AppendLine("Answer networks choose from a fixed list. *Generated* questions were made by a program from captions and boxes, with answers that follow from");
        card.AppendLine("them: nobody asked them, and a right answer means agreement with that program. A blind network sees the question and no picture.").AppendLine();
        card.AppendLine("| network | in this bundle | questions | starts from | accuracy |").AppendLine("|---|---|---|---|---|");
        foreach (var (name, stage) in stages)
        {
            var ships = name.EndsWith(AnswerNetworks.Suffix, StringComparison.Ordinal) && shipped.Contains($"{name[..^AnswerNetworks.Suffix.Length]}/{AnswerExport.Graph}");
            var blind = (bool?)stage.Settings["blind"] == true ? " (blind)" : "";
            card.Line($"| {name}{blind} | {(ships ? "yes" : "no")} | {AnswerNetworks.Origin(run, stage)} | {stage.Setting("init")} | {CardText.Figures(AnswerNetworks.Figures(stage))} |");
        }
    }

    private static void States(StringBuilder card, IReadOnlyDictionary<string, BundleModel> models)
    {
        var maps = models.Values.Select(m => m.ToTeacher).OfType<string>().Distinct().ToArray();
        if (maps.Length == 0) return;
        card.Section("States");
        card.AppendLine("prefill.onnx and step.onnx also give the last layer's states (`hidden`), those that distillation compares. Each of");
        card.Line($"{string.Join(" and ", maps)} turns its model's states (`hidden`) into the teacher's (`projected`): a matrix and a");
        card.AppendLine("bias, fitted by least squares over regions and words of dev pictures. It is no part of the model: it makes the two comparable, and the");
        card.AppendLine("*hidden cosine* above is that between its output and the teacher's states, over regions and words of test pictures.");
    }

    /// <summary>An ablation tests its cells against the teacher; the run's own stages are tested one by one.</summary>
    /// <param name="measured">What the export was told to measure.</param>
    private static void Commands(StringBuilder card, FinishedRun run, IReadOnlyDictionary<string, BundleModel> models, string measured)
    {
        var recipe = Path.GetFileNameWithoutExtension(run.RecipeName);
        card.Line($"./vldistill train {recipe} --data NAME=DIR… --out RUN");
        if (run.Elsewhere.Count > 0) card.Line($"./vldistill train {recipe} --data NAME=DIR… --out RUN --ablate GRID.json");
        foreach (var (name, _) in models.Where(m => m.Value.ToTeacher == $"{m.Key}/{StateMapExport.FileName}" && !run.Elsewhere.Contains(m.Key)))
            card.Line($"./vldistill evaluate --run RUN --data NAME=DIR… --stage {name} --teacher teacher");
        var places = run.Elsewhere.Select(s => $" \\\n  --stage {s}=RUN/{Path.GetRelativePath(run.Folder, run.Stage(s).Folder.Path).Replace('\\', '/')}");
        card.Line($"./vldistill export --run RUN --out BUNDLE{measured}{string.Concat(places)}");
    }

    private static string Best(FinishedStage stage) =>
        (double?)stage.Report["best"] is { } best ? FormattableString.Invariant($"{(string?)stage.Report["metric"]} {best:0.000}") : "";
}
