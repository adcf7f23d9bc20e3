using OpenCvSharp;

namespace VlDistill.Trainer.Drawing;

/// <summary>Many pictures on one: tiles in rows, each with its name below.</summary>
public sealed class ContactSheet : IDisposable
{
    /// <summary>Pictures on a sheet.</summary>
    public const int Most = 24;

    private const int Columns = 6, Width = 320, Height = 260, Title = 20, Gap = 6;
    private readonly Mat sheet;

    /// <param name="count">Pictures that will come, at most <see cref="Most"/>.</param>
    public ContactSheet(int count)
    {
        var (columns, rows) = (Math.Clamp(count, 1, Columns), (Math.Clamp(count, 1, Most) + Columns - 1) / Columns);
        sheet = new Mat(rows * (Height + Title + Gap) + Gap, columns * (Width + Gap) + Gap, MatType.CV_8UC3, Scalar.FromRgb(0x0E, 0x11, 0x16));
    }

    /// <summary>What a picture is stretched by to fill a tile.</summary>
    public static double Scale(Mat picture) => Math.Min(Width / (double)picture.Cols, Height / (double)picture.Rows);

    /// <summary>Puts a picture that fits a tile into place number <paramref name="index"/>.</summary>
    public void Add(int index, Mat picture, string name)
    {
        var (left, top) = (Gap + index % Columns * (Width + Gap), Gap + index / Columns * (Height + Title + Gap));
        using var place = sheet.SubMat(new Rect(left + (Width - picture.Cols) / 2, top + (Height - picture.Rows) / 2, picture.Cols, picture.Rows));
        picture.CopyTo(place);
        Cv2.PutText(sheet, name, new Point(left + 2, top + Height + 14), HersheyFonts.HersheySimplex, 0.42, Scalar.FromRgb(0x98, 0xA4, 0xB3), 1, LineTypes.AntiAlias);
    }

    public void Save(string path) => PictureFile.Write(path, sheet);

    public void Dispose() => sheet.Dispose();
}
