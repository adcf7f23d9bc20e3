using OpenCvSharp;

namespace VlDistill.Trainer.Drawing;

/// <summary>A line of text below a tile.</summary>
public readonly record struct SheetLine(string Text, Scalar Color);

/// <summary>Many pictures on one: tiles in rows, each with what there is to say of it below.</summary>
public sealed class ContactSheet : IDisposable
{
    /// <summary>Pictures on a sheet.</summary>
    public const int Most = 24;

    /// <summary>Colour of plain text.</summary>
    public static readonly Scalar Plain = Scalar.FromRgb(0x98, 0xA4, 0xB3);

    private const HersheyFonts Font = HersheyFonts.HersheySimplex;
    private const double Letter = 0.42, HeaderLetter = 0.5;
    private const int Columns = 6, Width = 320, Height = 260, Line = 20, Gap = 6;
    private readonly Mat sheet;
    private readonly int top, row;

    /// <param name="count">Pictures that will come, at most <see cref="Most"/>.</param>
    /// <param name="lines">Lines of text below each.</param>
    /// <param name="header">Lines above all.</param>
    public ContactSheet(int count, int lines = 1, params IReadOnlyList<string> header)
    {
        var (columns, rows) = (Math.Clamp(count, 1, Columns), (Math.Clamp(count, 1, Most) + Columns - 1) / Columns);
        (top, row) = (Gap + header.Count * Line, Height + lines * Line + Gap);
        sheet = new Mat(top + rows * row, columns * (Width + Gap) + Gap, MatType.CV_8UC3, Scalar.FromRgb(0x0E, 0x11, 0x16));
        foreach (var (number, text) in header.Index()) Write(text, Gap + 2, number * Line + Line - 3, Plain, HeaderLetter);
    }

    /// <summary>What a picture is stretched by to fill a tile.</summary>
    public static double Scale(Mat picture) => Math.Min(Width / (double)picture.Cols, Height / (double)picture.Rows);

    /// <summary>Puts a picture that fits a tile into place number <paramref name="index"/>.</summary>
    public void Add(int index, Mat picture, string name) => Add(index, picture, new SheetLine(name, Plain));

    /// <summary>The same with several lines; what does not fit into the width of a tile is cut.</summary>
    public void Add(int index, Mat picture, params IReadOnlyList<SheetLine> lines)
    {
        var (left, above) = (Gap + index % Columns * (Width + Gap), top + index / Columns * row);
        using var place = sheet.SubMat(new Rect(left + (Width - picture.Cols) / 2, above + (Height - picture.Rows) / 2, picture.Cols, picture.Rows));
        picture.CopyTo(place);
        foreach (var (number, line) in lines.Index()) Write(Fitting(line.Text), left + 2, above + Height + number * Line + 14, line.Color, Letter);
    }

    public void Save(string path) => PictureFile.Write(path, sheet);

    public void Dispose() => sheet.Dispose();

    private void Write(string text, int x, int y, Scalar color, double letter) => Cv2.PutText(sheet, text, new Point(x, y), Font, letter, color, 1, LineTypes.AntiAlias);

    private static string Fitting(string text)
    {
        if (Fits(text)) return text;
        var kept = text.Length;
        while (kept > 0 && !Fits(text[..kept] + "...")) kept--;
        return text[..kept] + "...";

        static bool Fits(string text) => Cv2.GetTextSize(text, Font, Letter, 1, out _).Width <= Width - 4;
    }
}
