using System.Globalization;
using System.Net;
using System.Text;

namespace VlDistill.Trainer.Experiments;

/// <summary>A curve of a chart: the mean over seeds and the range of them at each step.</summary>
public sealed record Curve(string Name, IReadOnlyList<(double X, double Mean, double Low, double High)> Points)
{
    /// <summary>Joins the curves of several seeds at the steps all of them have.</summary>
    public static Curve Join(string name, IReadOnlyList<IReadOnlyList<(double Step, double Value)>> seeds)
    {
        var common = seeds.SelectMany(s => s).GroupBy(p => p.Step).Where(g => g.Count() == seeds.Count).OrderBy(g => g.Key);
        return new Curve(name, [.. common.Select(g => (g.Key, g.Average(p => p.Value), g.Min(p => p.Value), g.Max(p => p.Value)))]);
    }
}

/// <summary>Draws curves as one SVG with titled axes, grid lines and a legend.</summary>
public static class CurveChart
{
    private const int Width = 880, Height = 380, Left = 64, Right = 230, Top = 16, Bottom = 48;

    // Okabe and Ito's colours, which colour-blind readers can tell apart; dashes go on where they end.
    private static readonly string[] colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c6d31", "#7f7f7f"];
    private static readonly string[] dashes = ["", "6 3", "2 3", "9 3 2 3"];

    /// <summary>The drawing, x from 0 on; text and lines take the page's colour.</summary>
    public static string Draw(IReadOnlyList<Curve> curves, string xTitle, string yTitle)
    {
        var points = curves.SelectMany(c => c.Points).ToArray();
        if (points.Length == 0) return "";
        double[] xs = Ticks(0, points.Max(p => p.X)), ys = Ticks(points.Min(p => p.Low), points.Max(p => p.High));
        var svg = new StringBuilder();
        Append($"<svg class=\"chart\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Escape(yTitle)} over {Escape(xTitle)}\" xmlns=\"http://www.w3.org/2000/svg\" font-size=\"12\" fill=\"currentColor\">");
        foreach (var y in ys)
        {
            Append($"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(y):0.#}\" y2=\"{Y(y):0.#}\" stroke=\"currentColor\" stroke-opacity=\"0.15\"/>");
            Append($"<text x=\"{Left - 8}\" y=\"{Y(y) + 4:0.#}\" text-anchor=\"end\">{y:0.####}</text>");
        }
        foreach (var x in xs) Append($"<text x=\"{X(x):0.#}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{x:0.####}</text>");
        Append($"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Height - Bottom}\" y2=\"{Height - Bottom}\" stroke=\"currentColor\"/>");
        Append($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 10}\" text-anchor=\"middle\">{Escape(xTitle)}</text>");
        Append($"<text transform=\"translate(16 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{Escape(yTitle)}</text>");
        for (var i = 0; i < curves.Count; i++) Line(curves[i], i);
        return Append($"</svg>").ToString();

        void Line(Curve curve, int i)
        {
            var (colour, dash) = (colours[i % colours.Length], dashes[i / colours.Length % dashes.Length]);
            if (curve.Points.Count == 0) return;
            if (curve.Points.Any(p => p.High > p.Low))
            {
                var band = curve.Points.Select(p => At(p.X, p.High)).Concat(curve.Points.Reverse().Select(p => At(p.X, p.Low)));
                Append($"<polygon points=\"{string.Join(' ', band)}\" fill=\"{colour}\" fill-opacity=\"0.12\"/>");
            }
            Append($"<polyline points=\"{string.Join(' ', curve.Points.Select(p => At(p.X, p.Mean)))}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dash}\"/>");
            foreach (var p in curve.Points) Append($"<circle cx=\"{X(p.X):0.#}\" cy=\"{Y(p.Mean):0.#}\" r=\"2.5\" fill=\"{colour}\"/>");
            var y = Top + 8 + 20 * i;
            Append($"<line x1=\"{Width - Right + 16}\" x2=\"{Width - Right + 44}\" y1=\"{y}\" y2=\"{y}\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dash}\"/>");
            Append($"<text x=\"{Width - Right + 52}\" y=\"{y + 4}\">{Escape(curve.Name)} ({curve.Points[^1].Mean:0.000})</text>");
        }

        string At(double x, double y) => string.Create(CultureInfo.InvariantCulture, $"{X(x):0.#},{Y(y):0.#}");

        double X(double x) => Left + (Width - Left - Right) * (x - xs[0]) / (xs[^1] - xs[0]);

        double Y(double y) => Height - Bottom - (Height - Top - Bottom) * (y - ys[0]) / (ys[^1] - ys[0]);

        StringBuilder Append(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>Four to eight round numbers that enclose the range.</summary>
    public static double[] Ticks(double low, double high)
    {
        if (high - low < 1e-9) (low, high) = (low - 0.5, high + 0.5);
        var power = Math.Pow(10, Math.Floor(Math.Log10((high - low) / 4)));
        var step = power * new[] { 1.0, 2, 2.5, 5, 10 }.First(m => (high - low) / (power * m) <= 6);
        var first = Math.Floor(low / step + 1e-9);
        var count = (int)(Math.Ceiling(high / step - 1e-9) - first) + 1;
        return [.. Enumerable.Range(0, count).Select(i => Math.Round((first + i) * step, 10))];
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
