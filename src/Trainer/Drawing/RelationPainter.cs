using OpenCvSharp;
using VlDistill.Datasets;
using VlDistill.Regions;

namespace VlDistill.Trainer.Drawing;

/// <summary>Draws a relation's two boxes on its photograph: the subject's green, the object's orange.</summary>
public static class RelationPainter
{
    private const double Letter = 0.45;

    /// <summary>Nearer centres leave no room for an arrow, in pixels.</summary>
    private const int LeastArrow = 12;

    private static readonly Scalar subject = Scalar.FromRgb(0x3D, 0xDC, 0x84), target = Scalar.FromRgb(0xFF, 0x9F, 0x1C), arrow = Scalar.All(255), rim = Scalar.All(0);

    /// <summary>The photograph stretched by <paramref name="scale"/> with the boxes on it; the caller disposes it.</summary>
    public static Mat Paint(Mat photograph, Box from, Box to, double scale)
    {
        var picture = new Mat();
        Cv2.Resize(photograph, picture, new Size((int)(photograph.Cols * scale), (int)(photograph.Rows * scale)), interpolation: scale > 1 ? InterpolationFlags.Cubic : InterpolationFlags.Area);
        Cv2.Rectangle(picture, Frame(to, picture), target, 2);
        Cv2.Rectangle(picture, Frame(from, picture), subject, 2);
        return picture;
    }

    /// <summary>The same with the names, and an arrow from the subject to the object that bears the predicate.</summary>
    public static Mat Paint(Mat photograph, Triple names, Box from, Box to, double scale)
    {
        var picture = Paint(photograph, from, to, scale);
        var (first, second) = (Frame(from, picture), Frame(to, picture));
        var (tail, tip) = (Centre(first), Centre(second));
        var length = Math.Sqrt((tip.X - tail.X) * (tip.X - tail.X) + (tip.Y - tail.Y) * (tip.Y - tail.Y));
        if (length >= LeastArrow)
            foreach (var (color, thickness) in ((Scalar, int)[])[(rim, 5), (arrow, 2)]) Cv2.ArrowedLine(picture, tail, tip, color, thickness, LineTypes.AntiAlias, tipLength: LeastArrow / length);
        var plates = new NamePlates(picture, Letter);
        plates.Write(new Rect((tail.X + tip.X) / 2, (tail.Y + tip.Y) / 2, 1, 1), names.Predicate, arrow);
        plates.Write(first, names.Subject, subject);
        plates.Write(second, names.Object, target);
        return picture;
    }

    private static Point Centre(Rect frame) => new(frame.X + frame.Width / 2, frame.Y + frame.Height / 2);

    private static Rect Frame(Box box, Mat picture)
    {
        var (left, top) = (Math.Clamp((int)(box.X1 * picture.Cols), 0, picture.Cols - 2), Math.Clamp((int)(box.Y1 * picture.Rows), 0, picture.Rows - 2));
        return Rect.FromLTRB(left, top, Math.Clamp((int)(box.X2 * picture.Cols), left + 1, picture.Cols), Math.Clamp((int)(box.Y2 * picture.Rows), top + 1, picture.Rows));
    }
}
