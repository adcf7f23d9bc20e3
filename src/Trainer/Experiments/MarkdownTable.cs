using System.Globalization;
using System.Text;

namespace VlDistill.Trainer.Experiments;

/// <summary>The report's main table for a README or a model card; <c>report.md</c>.</summary>
public static class MarkdownTable
{
    public static string Write(ExperimentResults results)
    {
        var columns = Figures.Columns(results);
        var text = new StringBuilder();
        Row(text, ["model", "seeds", .. columns, "gain"]);
        Row(text, Enumerable.Repeat("---", columns.Count + 3));
        if (results.Teacher.Count > 0) Row(text, ["teacher", "1", .. columns.Select(c => results.Teacher.TryGetValue(c, out var v) ? Figures.Number(v) : ""), ""]);
        foreach (var cell in results.Cells.Where(c => c.Runs.Count > 0))
        {
            var gain = results.AgainstBaseline.FirstOrDefault(c => c.First == cell.Name);
            Row(text, [cell.Name, $"{cell.Runs.Count}", .. columns.Select(c => cell.Figures.TryGetValue(c, out var v) ? Figures.Number(v) : ""),
                gain is null ? "" : $"{Figures.Percent(gain.All.Relative)} {Figures.Interval(gain.All)}"]);
        }
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture,
            $"Test split; mean ± standard deviation over seeds. Gain: {results.Metric} over {results.Baseline}, with the 95 % bootstrap interval of the paired difference over test samples.");
        foreach (var pair in results.Differences)
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture,
                $"{pair.First} − {pair.Second}, {pair.Metric}: {Figures.Signed(pair.All.Difference)} {Figures.Interval(pair.All)}, {Figures.Percent(pair.All.Relative)}, {pair.Seeds.Count} seeds.");
        return text.ToString();
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
}
