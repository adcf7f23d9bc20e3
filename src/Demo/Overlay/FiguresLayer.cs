using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Overlay;

/// <summary>Figures of the models side by side: speed, the times of their stages, size, distance to the reference; then those of the program.</summary>
public sealed class FiguresLayer : IOverlayLayer
{
    private const float Rows = 21.5f;

    public void Draw(Canvas canvas, in Scene scene)
    {
        if (!scene.View.FiguresShown) return;
        var at = scene.Layout.Figures;
        canvas.Panel(scene, at);
        float scale = scene.Scale, pad = 12 * scale, line = Math.Min(23 * scale, (at.Height - 36 * scale) / Rows);
        var table = new Table(canvas, scene.Panes, at.Inset(pad), line, Math.Min(Theme.SmallText * scale, line / 1.22f), at.Y + 30 * scale, scale);
        canvas.Text("Figures", at.X + pad, at.Y + 24 * scale, Theme.TitleText * scale, Theme.Ink, 0.3f * scale);
        DrawModels(ref table);
        DrawProgram(ref table, scene.Hud);
    }

    private static void DrawModels(ref Table table)
    {
        Span<char> text = stackalloc char[64];
        for (int i = 0; i < table.Panes.Count; i++) table.Cell(i, table.Panes[i].Feed.Model, table.Panes[i].Colour);
        table.Next("");
        for (int row = 0; row < 9; row++)
        {
            for (int i = 0; i < table.Panes.Count; i++)
            {
                int length = Write(text, table.Panes[i].Feed.Statistics, row);
                table.Cell(i, text[..length], Theme.Ink);
            }

            table.Next(Names[row]);
        }

        table.Skip(0.4f);
        for (int curve = 0; curve < 3; curve++)
        {
            for (int i = 0; i < table.Panes.Count; i++) Curve(ref table, i, curve);
            table.Next(Curves[curve], 1.75f);
        }
    }

    private static readonly string[] Names =
        ["first word, ms", "tokens/s", "eyes, p50 / p95 ms", "regions", "prefill", "words", "total", "parameters", "size"];

    private static readonly string[] Curves = ["total, ms", "attention distance", "hidden cosine"];

    private static int Write(Span<char> text, ModelStatistics s, int row)
    {
        int length;
        if (row is >= 2 and <= 6)
        {
            var stage = row switch { 2 => s.Eyes, 3 => s.Regions, 4 => s.Prefill, 5 => s.Decode, _ => s.Total };
            if (stage.P95 < 10) text.TryWrite($"{stage.P50:0.0} / {stage.P95:0.0}", out length);
            else text.TryWrite($"{stage.P50:0} / {stage.P95:0}", out length);
        }
        else if (row == 0) text.TryWrite($"{s.FirstTokenMs:0}", out length);
        else if (row == 1) text.TryWrite($"{s.TokensPerSecond:0}", out length);
        else if (row == 7) text.TryWrite($"{s.Parameters / 1e6:0.0} M", out length);
        else text.TryWrite($"{s.Megabytes:0.0} MB", out length);
        return length;
    }

    private static void Curve(ref Table table, int column, int which)
    {
        var statistics = table.Panes[column].Feed.Statistics;
        var line = which switch { 0 => statistics.Totals, 1 => statistics.AttentionDistances, _ => statistics.HiddenCosines };
        Span<char> text = stackalloc char[16];
        if (line.Latest is not { } latest)
        {
            table.Cell(column, "–", Theme.Muted);
            return;
        }

        Span<float> values = stackalloc float[Sparkline.Length];
        values = values[..line.CopyTo(values)];
        float high = which == 0 ? 0 : 1;
        foreach (float value in values) high = which == 0 ? Math.Max(high, value) : high;
        // Distances are small: their curve shows a tenth of the scale unless they are larger.
        if (which == 1)
        {
            high = 0.1f;
            foreach (float value in values) high = Math.Max(high, value);
        }

        int length;
        if (which == 0) text.TryWrite($"{latest:0}", out length);
        else text.TryWrite($"{latest:0.00}", out length);
        table.Curve(column, values, high, text[..length]);
    }

    private static void DrawProgram(ref Table table, Hud hud)
    {
        Span<char> text = stackalloc char[96];
        table.Rule();
        text.TryWrite($"{hud.CpuPercent:0} %", out int length);
        table.Pair("processor (100 % is a core)", text[..length]);
        text.TryWrite($"{hud.MegabytesResident:0} MB", out length);
        table.Pair("memory", text[..length]);
        text.TryWrite($"{hud.CameraFps:0.0} / {hud.RenderFps:0.0} fps", out length);
        table.Pair("frames in / drawn", text[..length]);
        text.TryWrite($"{hud.Dropped}", out length);
        table.Pair("frames no model had time for", text[..length]);
        text.TryWrite($"{hud.Device}, {hud.Stack} stack", out length);
        table.Pair("networks run on", text[..length]);
    }

    /// <summary>A column of names, then one per model.</summary>
    private struct Table(Canvas canvas, IReadOnlyList<Pane> panes, Rect at, float line, float size, float top, float scale)
    {
        private const float NamePart = 0.40f;
        private float baseline = top + line * 0.7f;

        public readonly IReadOnlyList<Pane> Panes => panes;

        private readonly float Width => at.Width * (1 - NamePart) / Math.Max(1, panes.Count);

        public readonly void Cell(int column, ReadOnlySpan<char> text, Rgba ink) =>
            canvas.TextRight(text, at.X + at.Width * NamePart + (column + 1) * Width, baseline, size, ink);

        public readonly void Curve(int column, ReadOnlySpan<float> values, float high, ReadOnlySpan<char> text)
        {
            float right = at.X + at.Width * NamePart + (column + 1) * Width, left = right - Width + 10 * scale;
            float figures = canvas.Font.Measure("0000", size) + 5 * scale;
            canvas.Curve(new Rect(left, baseline - 0.8f * size, right - figures - left, size), values, 0, high, panes[column].Colour, scale);
            canvas.TextRight(text, right, baseline, size, Theme.Ink);
        }

        public void Next(string name, float lines = 1)
        {
            canvas.TextFit(name, at.X, baseline, at.Width * NamePart - 4 * scale, size, Theme.Muted);
            baseline += line * lines;
        }

        public void Skip(float lines) => baseline += line * lines;

        public void Rule()
        {
            canvas.Fill(new Rect(at.X, baseline - line * 0.9f, at.Width, Math.Max(1, scale)), Theme.PanelEdge);
            baseline += 0.2f * line;
        }

        public void Pair(string name, ReadOnlySpan<char> text)
        {
            float width = canvas.Font.Measure(text, size);
            canvas.TextFit(name, at.X, baseline, at.Width - width - 8 * scale, size, Theme.Muted);
            canvas.TextRight(text, at.Right, baseline, size, Theme.Ink);
            baseline += line;
        }
    }
}
