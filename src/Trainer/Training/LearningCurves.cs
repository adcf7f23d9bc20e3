using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace VlDistill.Trainer.Training;

/// <summary>Draws a stage's metrics.jsonl as a web page: one small chart per loss term and dev figure, step on the x axis.</summary>
public static class LearningCurves
{
    private const int Width = 380, Height = 180, Margin = 34;

    /// <summary>Writes the page; the metrics file may still be growing.</summary>
    public static void Write(string metrics, string page, string title)
    {
        var html = new StringBuilder();
        html.AppendLine(CultureInfo.InvariantCulture, $"<!doctype html><meta charset=\"utf-8\"><title>{WebUtility.HtmlEncode(title)}</title>");
        html.AppendLine("<style>body{font:14px sans-serif;margin:24px}svg{margin:8px;border:1px solid #ccc}text{font:11px sans-serif;fill:#333}</style>");
        html.AppendLine(CultureInfo.InvariantCulture, $"<h1>{WebUtility.HtmlEncode(title)}</h1>");
        foreach (var (name, points) in Read(metrics)) html.AppendLine(Chart(name, points));
        File.WriteAllText(page, html.ToString());
    }

    /// <summary>Points (step, value) of every number in the file, in the order of first appearance; dev figures are named <c>dev …</c>.</summary>
    public static IReadOnlyList<(string Name, List<(double Step, double Value)> Points)> Read(string metrics)
    {
        var series = new List<(string Name, List<(double, double)> Points)>();
        // Another process may be writing it: shared with it, and a line that is not whole yet is left out.
        using var reader = new StreamReader(new FileStream(metrics, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
        {
            if (MetricsLog.Parse(line) is not JsonObject entry) continue;
            var step = (double)entry["step"]!;
            foreach (var (name, value) in entry)
            {
                if (name == "step") continue;
                if (value is JsonObject figures)
                    foreach (var (figure, number) in figures) Add($"{name} {figure}", step, (double)number!);
                else Add(name, step, (double)value!);
            }
        }
        return series;

        void Add(string name, double step, double value)
        {
            var found = series.FindIndex(s => s.Name == name);
            if (found < 0) series.Add((name, [(step, value)]));
            else series[found].Points.Add((step, value));
        }
    }

    private static string Chart(string name, List<(double Step, double Value)> points)
    {
        var (low, high) = (points.Min(p => p.Value), points.Max(p => p.Value));
        var (first, last) = (points.Min(p => p.Step), points.Max(p => p.Step));
        var path = string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture,
            $"{Margin + (Width - 2 * Margin) * Share(p.Step, first, last):0.#},{Height - Margin - (Height - 2 * Margin) * Share(p.Value, low, high):0.#}")));
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg width="{Width}" height="{Height}"><text x="{Margin}" y="18">{WebUtility.HtmlEncode(name)}: {points[^1].Value:G4}</text>
            <polyline points="{path}" fill="none" stroke="#2b6cb0" stroke-width="1.5"/>
            <text x="4" y="{Margin}">{high:G3}</text><text x="4" y="{Height - Margin}">{low:G3}</text>
            <text x="{Margin}" y="{Height - 12}">{first:0}</text><text x="{Width - Margin}" y="{Height - 12}" text-anchor="end">{last:0}</text></svg>
            """);
    }

    private static double Share(double value, double low, double high) => high > low ? (value - low) / (high - low) : 0.5;
}
