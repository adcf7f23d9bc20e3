using System.Globalization;
using System.Text;

namespace VlDistill.Trainer.Export;

/// <summary>How a model card writes lines and numbers.</summary>
public static class CardText
{
    /// <summary>A line with numbers written the same everywhere.</summary>
    public static StringBuilder Line(this StringBuilder card, FormattableString line) => card.AppendLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>A section's headline with its empty lines.</summary>
    public static void Section(this StringBuilder card, string name) => card.AppendLine().AppendLine($"## {name}").AppendLine();

    /// <summary>Three digits, fewer for large numbers.</summary>
    public static string Number(double value) => value.ToString(Math.Abs(value) is > 0 and < 0.01 ? "0.00e0" : Math.Abs(value) >= 100 ? "0" : "0.###", CultureInfo.InvariantCulture);

    /// <summary>Names and numbers, by comma.</summary>
    public static string Figures(IEnumerable<KeyValuePair<string, double>> figures) => string.Join(", ", figures.Select(f => $"{f.Key} {Number(f.Value)}"));
}
