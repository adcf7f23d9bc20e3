using OpenCvSharp;
using VlDistill.Regions;
using VlDistill.Trainer.Data.Relations;

namespace VlDistill.Trainer.Drawing;

/// <summary>Draws a relation's two boxes on its photograph: the subject's green, the object's orange.</summary>
public static class RelationPainter
{
    private static readonly Scalar subject = Scalar.FromRgb(0x3D, 0xDC, 0x84), target = Scalar.FromRgb(0xFF, 0x9F, 0x1C);

    /// <summary>The photograph stretched by <paramref name="scale"/> with the boxes on it; the caller disposes it.</summary>
    public static Mat Paint(Mat photograph, MinedPair pair, double scale)
    {
        var picture = new Mat();
        Cv2.Resize(photograph, picture, new Size((int)(photograph.Cols * scale), (int)(photograph.Rows * scale)), interpolation: scale > 1 ? InterpolationFlags.Cubic : InterpolationFlags.Area);
        Cv2.Rectangle(picture, Frame(pair.Object, picture), target, 2);
        Cv2.Rectangle(picture, Frame(pair.Subject, picture), subject, 2);
        return picture;
    }

    private static Rect Frame(Box box, Mat picture)
    {
        var (left, top) = (Math.Clamp((int)(box.X1 * picture.Cols), 0, picture.Cols - 2), Math.Clamp((int)(box.Y1 * picture.Rows), 0, picture.Rows - 2));
        return Rect.FromLTRB(left, top, Math.Clamp((int)(box.X2 * picture.Cols), left + 1, picture.Cols), Math.Clamp((int)(box.Y2 * picture.Rows), top + 1, picture.Rows));
    }
}
