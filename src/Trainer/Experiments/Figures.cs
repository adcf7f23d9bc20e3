using System.Globalization;
using VlDistill.Metrics;

namespace VlDistill.Trainer.Experiments;

/// <summary>Which figures the tables show, in which order, and how numbers are written.</summary>
public static class Figures
{
    private static readonly string[] order =
    [
        "beam 3 CIDEr-D", "greedy CIDEr-D", "beam 3 BLEU-4", "greedy BLEU-4", "beam 3 ROUGE-L", "attention MSE", "attention JS", "hidden cosine", "hidden CKA",
    ];

    /// <summary>Figures beside those of the usual order that a table has room for.</summary>
    private const int MostOthers = 4;

    /// <summary>What rounding leaves of a difference of equal numbers is smaller.</summary>
    private const double Nothing = 1e-12;

    /// <summary>The metric first, then the usual ones, then a few that only this kind of stage has.</summary>
    public static IReadOnlyList<string> Columns(ExperimentResults results)
    {
        var present = results.Cells.SelectMany(c => c.Figures.Keys).Distinct().ToList();
        var usual = order.Where(present.Contains).Prepend(results.Metric).Where(present.Contains).Distinct().ToList();
        if (usual.Any(name => order.Contains(name))) return usual;
        return [.. usual.Concat(present.Except(usual)).Take(MostOthers + usual.Count)];
    }

    /// <summary>Four places, three significant ones where it is small, scientific where it is tiny.</summary>
    public static string Number(double value) => Number(value, value);

    /// <summary>Mean ± deviation with the mean's places; the mean alone for one seed.</summary>
    public static string Number(Spread spread) => spread.Count > 1 ? $"{Number(spread.Mean)} ± {Number(spread.Deviation, spread.Mean)}" : Number(spread.Mean);

    /// <summary>Written with as many places as another number asks for.</summary>
    public static string Number(double value, double like)
    {
        var size = Math.Abs(like);
        if (Math.Abs(value) < Nothing) return "0";
        if (size is < 1e-4 and > 0) return value.ToString("0.00e0", CultureInfo.InvariantCulture);
        var places = size switch
        {
            < 0.1 and > 0 => 2 + (int)Math.Ceiling(-Math.Log10(size)),
            < 10 => 4,
            _ => 1,
        };
        return Math.Round(value, places).ToString("F" + places, CultureInfo.InvariantCulture);
    }

    /// <summary>With its sign.</summary>
    public static string Signed(double value) => Sign(value) + Number(value, 1);

    /// <summary>A share as signed per cent; null, a share of nothing, as a dash.</summary>
    public static string Percent(double? share) => share is { } known ? (100 * known).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture) + " %" : "–";

    /// <summary>Ends of an interval.</summary>
    public static string Interval(PairedDifference difference) => $"[{Sign(difference.Low)}{Number(difference.Low, 1)}, {Sign(difference.High)}{Number(difference.High, 1)}]";

    private static string Sign(double value) => value > 0 ? "+" : "";
}
