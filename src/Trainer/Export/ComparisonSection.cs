using System.Globalization;
using System.Text;

namespace VlDistill.Trainer.Export;

/// <summary>The model card's section on what changed since the bundle before.</summary>
public static class ComparisonSection
{
    public static void Write(StringBuilder card, BundleComparison comparison)
    {
        card.Section("Against the bundle before");
        card.Line($"The bundle before was written on {comparison.Written:yyyy-MM-dd}. By SHA-256, {comparison.Same.Count} of this bundle's files are the same as there, {comparison.Changed.Count} changed, {comparison.Added.Count} came, {comparison.Gone.Count} went.").AppendLine();
        card.AppendLine("| figure, test pictures | before | this bundle | files behind it |").AppendLine("|---|---|---|---|");
        foreach (var figure in comparison.Figures.Where(f => f.HadIt || f.HasIt)) card.AppendLine($"| {figure.What} | {Before(figure)} | {Now(figure)} | {Files(figure)} |");
        if (comparison.Figures.Any(IsTaken)) card.AppendLine().AppendLine("*: this bundle's figure, since the bundle before has none of its own and its files are the same bytes.");
        if (comparison.Timed is { } timed)
            card.AppendLine().Line($"ms per frame: from photograph to sentence, greedy, the student's eyes included; median of {timed.Photographs} test photographs × {timed.Rounds} rounds after one to warm up, one thread, {timed.Cores} cores, both bundles in turn in one run.");
        foreach (var (what, files) in new[] { ("Same", comparison.Same), ("Changed", comparison.Changed), ("Came", comparison.Added), ("Went", comparison.Gone) })
            if (files.Count > 0) card.AppendLine().AppendLine($"{what}: {string.Join(", ", files)}");
    }

    private static bool IsTaken(ComparedFigure figure) => figure is { Before: null, Now: not null, SameFiles: true };

    private static string Before(ComparedFigure figure) =>
        IsTaken(figure) ? $"{Number(figure.Now, figure.Form)} *" : figure.HadIt ? Number(figure.Before, figure.Form) : "none";

    private static string Now(ComparedFigure figure) => figure.HasIt ? Number(figure.Now, figure.Form) : "none";

    private static string Files(ComparedFigure figure) => (figure.HadIt, figure.HasIt) switch
    {
        (true, true) => figure.SameFiles switch { true => "same", false => "changed", null => "" },
        (true, false) => "gone",
        _ => "new",
    };

    private static string Number(double? value, string form) => value?.ToString(form, CultureInfo.InvariantCulture) ?? "not measured";
}
