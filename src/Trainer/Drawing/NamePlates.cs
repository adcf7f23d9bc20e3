using OpenCvSharp;

namespace VlDistill.Trainer.Drawing;

/// <summary>Writes names on plates of a colour beside what they name, so that none covers another while there is room.</summary>
/// <param name="letter">Size of the letters, of OpenCV's Hershey font.</param>
public sealed class NamePlates(Mat picture, double letter)
{
    private const HersheyFonts Font = HersheyFonts.HersheySimplex;
    private readonly LabelPlaces places = new(new Size(picture.Cols, picture.Rows));

    /// <summary>Writes a name at the first free place about <paramref name="frame"/>.</summary>
    public void Write(Rect frame, string text, Scalar color)
    {
        var measured = Cv2.GetTextSize(text, Font, letter, 1, out var below);
        var margin = (int)Math.Ceiling(4 * letter);
        var plate = places.Take(frame, new Size(measured.Width + 2 * margin, measured.Height + below + margin));
        Cv2.Rectangle(picture, plate, color, -1);
        Cv2.PutText(picture, text, new Point(plate.X + margin, plate.Bottom - below), Font, letter, LabelColors.Ink(color), letter > 0.7 ? 2 : 1, LineTypes.AntiAlias);
    }
}
