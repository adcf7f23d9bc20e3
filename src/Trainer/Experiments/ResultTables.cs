using System.Globalization;
using System.Net;
using System.Text;
using VlDistill.Metrics;

namespace VlDistill.Trainer.Experiments;

/// <summary>The report's tables.</summary>
public static class ResultTables
{
    /// <summary>Cells × figures, the best mean of a column bold, with the gain over the baseline.</summary>
    public static string Cells(ExperimentResults results, GridTable table)
    {
        var columns = Figures.Columns(results);
        CellResult[] cells = [.. table.Cells.Select(name => results.Cells.First(c => c.Name == name)).Where(c => c.Runs.Count > 0)];
        var best = columns.ToDictionary(c => c, c => Best(c, cells));
        var html = new StringBuilder($"<h2>{Escape(table.Title)}</h2>\n");
        if (table.Note.Length > 0) html.Append($"<p>{Escape(table.Note)}</p>\n");
        if (cells.Length == 0) return html.Append("<p class=\"soft\">None of these cells is tested yet.</p>").ToString();
        html.Append("<div class=\"wide\"><table><thead><tr><th>cell</th><th>seeds</th>");
        foreach (var column in columns) html.Append($"<th>{Unbroken(column)}</th>");
        html.Append($"<th>gain in {Unbroken(results.Metric).Replace(" ", "&nbsp;")} over {Unbroken(table.Baseline)}</th><th>minutes<br>a seed</th></tr></thead><tbody>\n");
        if (results.Teacher.Count > 0)
        {
            html.Append("<tr class=\"reference\"><td>teacher</td><td></td>");
            foreach (var column in columns) html.Append($"<td>{(results.Teacher.TryGetValue(column, out var value) ? Figures.Number(value) : "")}</td>");
            html.Append("<td></td><td></td></tr>\n");
        }
        foreach (var cell in cells) html.Append(Row(cell, results.Gain(cell.Name, table.Baseline), columns, best));
        return html.Append("</tbody></table></div>").ToString();
    }

    /// <summary>The asked-for pairs with intervals, relative gains, and each seed's own difference.</summary>
    public static string Differences(ExperimentResults results)
    {
        if (results.Differences.Count == 0) return "";
        ulong[] seeds = [.. results.Differences.SelectMany(d => d.Seeds.Keys).Distinct().Order()];
        var html = new StringBuilder("<h2>Paired differences</h2>\n<div class=\"wide\"><table><thead><tr><th>cells</th><th>metric</th><th>difference</th><th>95 % interval</th><th>relative</th>");
        foreach (var seed in seeds) html.Append($"<th>seed {seed}</th>");
        html.Append("<th>mean ± sd</th></tr></thead><tbody>\n");
        foreach (var d in results.Differences)
        {
            html.Append($"<tr><td>{Escape(d.First)} − {Escape(d.Second)}</td><td>{Escape(d.Metric)}</td><td class=\"{Direction(d.All)}\">{Figures.Signed(d.All.Difference)}</td><td>{Figures.Interval(d.All)}</td><td class=\"{Direction(d.All)}\">{Figures.Percent(d.All.Relative)}</td>");
            foreach (var seed in seeds) html.Append($"<td>{(d.Seeds.TryGetValue(seed, out var value) ? Figures.Signed(value) : "")}</td>");
            html.Append($"<td>{Figures.Number(Spread.Of([.. d.Seeds.Values]))}</td></tr>\n");
        }
        return html.Append("</tbody></table></div>\n<p class=\"soft\">Coloured where the interval leaves 0 out.</p>").ToString();
    }

    /// <summary>Seed, commit, minutes, figures and exact commands of every run.</summary>
    public static string Runs(ExperimentResults results)
    {
        var html = new StringBuilder("<h2>Every run</h2>\n");
        foreach (var cell in results.Cells)
            foreach (var run in cell.Runs)
            {
                var figure = run.Figures.TryGetValue(results.Metric, out var value) ? $", {results.Metric} {Figures.Number(value)}" : "";
                html.Append(CultureInfo.InvariantCulture, $"<details><summary><b>{Escape(cell.Name)}</b>, seed {run.Seed}{Escape(figure)}; {run.Minutes:0.0} minutes; commit {Escape(run.Commit.Length > 0 ? run.Commit : "unknown")}</summary>\n");
                foreach (var command in run.Commands) html.Append($"<code>{Escape(command)}</code>\n");
                html.Append("</details>\n");
            }
        return html.ToString();
    }

    private static string Row(CellResult cell, PairedDifference? gain, IReadOnlyList<string> columns, Dictionary<string, double> best)
    {
        var html = new StringBuilder($"<tr><td>{Escape(cell.Name)}{(cell.Title.Length > 0 ? $"<small>{Escape(cell.Title)}</small>" : "")}</td><td>{cell.Runs.Count}</td>");
        foreach (var column in columns)
            html.Append(cell.Figures.TryGetValue(column, out var value) ? $"<td{(value.Mean == best[column] ? " class=\"best\"" : "")}>{Stacked(value)}</td>" : "<td></td>");
        html.Append(gain is null ? "<td></td>" : $"<td class=\"{Direction(gain)}\">{Figures.Percent(gain.Relative)}<small>{Figures.Interval(gain)}</small></td>");
        return html.Append(CultureInfo.InvariantCulture, $"<td>{cell.Runs.Average(r => r.Minutes):0.0}</td></tr>\n").ToString();
    }

    private static string Stacked(Spread value) => Figures.Number(value.Mean) + (value.Count > 1 ? $"<small>± {Figures.Number(value.Deviation, value.Mean)}</small>" : "");

    /// <summary>Distances are better small, everything else large.</summary>
    private static double Best(string column, IEnumerable<CellResult> cells)
    {
        double[] values = [.. cells.Where(c => c.Figures.ContainsKey(column)).Select(c => c.Figures[column].Mean)];
        if (values.Length < 2) return double.NaN;
        return column.StartsWith("attention", StringComparison.Ordinal) ? values.Min() : values.Max();
    }

    private static string Direction(PairedDifference difference) => difference switch
    {
        { Low: > 0 } => "up",
        { High: < 0 } => "down",
        _ => "",
    };

    /// <summary>A heading breaks between words and not within one.</summary>
    private static string Unbroken(string text) => Escape(text).Replace('-', '\u2011');

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
