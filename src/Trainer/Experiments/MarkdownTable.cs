using System.Globalization;
using System.Text;

namespace VlDistill.Trainer.Experiments;

/// <summary>The report's tables for a README or a model card; <c>report.md</c>.</summary>
public static class MarkdownTable
{
    /// <summary>One table after the other, the main one first, then the asked-for differences.</summary>
    public static string Write(ExperimentResults results, IReadOnlyList<GridTable> tables)
    {
        var columns = Figures.Columns(results);
        var text = new StringBuilder();
        foreach (var table in tables) Cells(text, results, table, columns);
        text.AppendLine(CultureInfo.InvariantCulture,
            $"Test split; mean ± standard deviation over seeds. Gain: {results.Metric} over the named cell, with the 95 % bootstrap interval of the paired difference over test samples.");
        foreach (var pair in results.Differences)
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture,
                $"{pair.First} − {pair.Second}, {pair.Metric}: {Figures.Signed(pair.All.Difference)} {Figures.Interval(pair.All)}, {Figures.Percent(pair.All.Relative)}, seeds {string.Join(", ", pair.Seeds.Keys)}.");
        return text.ToString();
    }

    private static void Cells(StringBuilder text, ExperimentResults results, GridTable table, IReadOnlyList<string> columns)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"### {table.Title}").AppendLine();
        Row(text, ["cell", "what", "seeds", .. columns, $"gain over {table.Baseline}"]);
        Row(text, Enumerable.Repeat("---", columns.Count + 4));
        if (results.Teacher.Count > 0) Row(text, ["teacher", "", "1", .. columns.Select(c => results.Teacher.TryGetValue(c, out var v) ? Figures.Number(v) : ""), ""]);
        foreach (var cell in table.Cells.Select(name => results.Cells.First(c => c.Name == name)).Where(c => c.Runs.Count > 0))
        {
            var gain = results.Gain(cell.Name, table.Baseline);
            Row(text, [cell.Name, cell.Title, $"{cell.Runs.Count}", .. columns.Select(c => cell.Figures.TryGetValue(c, out var v) ? Figures.Number(v) : ""),
                gain is null ? "" : $"{Figures.Percent(gain.Relative)} {Figures.Interval(gain)}"]);
        }
        text.AppendLine();
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
}
