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

    /// <summary>The metric first, then the usual ones, then a few that only this kind of stage has.</summary>
    public static IReadOnlyList<string> Columns(ExperimentResults results)
    {
        var present = results.Cells.SelectMany(c => c.Figures.Keys).Distinct().ToList();
        var usual = order.Where(present.Contains).Prepend(results.Metric).Where(present.Contains).Distinct().ToList();
        if (usual.Any(name => order.Contains(name))) return usual;
        return [.. usual.Concat(present.Except(usual)).Take(MostOthers + usual.Count)];
    }

    /// <summary>Three or four places as the size asks for; small ones in scientific form.</summary>
    public static string Number(double value) => Math.Abs(value) switch
    {
        0 => "0",
        < 0.001 => value.ToString("0.00e0", CultureInfo.InvariantCulture),
        < 10 => value.ToString("0.0000", CultureInfo.InvariantCulture),
        _ => value.ToString("0.0", CultureInfo.InvariantCulture),
    };

    /// <summary>Mean ± deviation; the mean alone for one seed.</summary>
    public static string Number(Spread spread) => spread.Count > 1 ? $"{Number(spread.Mean)} ± {Number(spread.Deviation)}" : Number(spread.Mean);

    /// <summary>With its sign.</summary>
    public static string Signed(double value) => (value > 0 ? "+" : "") + Number(value);

    /// <summary>A share as signed per cent.</summary>
    public static string Percent(double share) => (100 * share).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>Ends of an interval.</summary>
    public static string Interval(PairedDifference difference) => $"[{Signed(difference.Low)}, {Signed(difference.High)}]";
}
