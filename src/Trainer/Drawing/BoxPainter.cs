using System.Globalization;
using OpenCvSharp;
using VlDistill.Datasets;

namespace VlDistill.Trainer.Drawing;

/// <summary>Draws predicted boxes with names and scores on photographs.</summary>
public static class BoxPainter
{
    /// <summary>Side in pixels at which text and lines have their plain size.</summary>
    private const double PlainSide = 640;

    /// <summary>The photograph stretched by <paramref name="scale"/> with the boxes on it; the caller disposes it.</summary>
    /// <param name="photograph">8-bit BGR.</param>
    /// <param name="boxes">In pixels of a photograph of their <see cref="PredictedBox.Size"/>, or of this one.</param>
    public static Mat Paint(Mat photograph, IReadOnlyList<PredictedBox> boxes, LabelColors colors, double scale)
    {
        var size = new Size(Math.Max(1, (int)Math.Round(photograph.Cols * scale)), Math.Max(1, (int)Math.Round(photograph.Rows * scale)));
        var picture = new Mat();
        Cv2.Resize(photograph, picture, size, interpolation: scale > 1 ? InterpolationFlags.Cubic : InterpolationFlags.Area);
        var weight = Math.Max(0.6, Math.Max(size.Width, size.Height) / PlainSide);
        var (line, plates) = ((int)Math.Round(2 * weight), new NamePlates(picture, 0.5 * weight));
        Rect[] frames = [.. boxes.Select(b => Place(b, photograph, size))];
        foreach (var (box, frame) in boxes.Zip(frames)) Cv2.Rectangle(picture, frame, colors[Name(box)], Math.Max(1, line));
        // All names after all frames: a frame that crosses a name makes it unreadable.
        foreach (var (box, frame) in boxes.Zip(frames)) plates.Write(frame, Text(box), colors[Name(box)]);
        return picture;
    }

    /// <summary>A box's class, or its number where a file of another program has no name.</summary>
    public static string Name(PredictedBox box) => box.Category ?? $"class {box.CategoryId}";

    private static string Text(PredictedBox box) => string.Create(CultureInfo.InvariantCulture, $"{Name(box)} {box.Score:0.00}");

    private static Rect Place(PredictedBox box, Mat photograph, Size size)
    {
        var (width, height) = box.Size is [> 0, > 0] own ? (own[0], own[1]) : (photograph.Cols, photograph.Rows);
        var (x, y) = (size.Width / (double)width, size.Height / (double)height);
        var (left, top) = (Math.Clamp((int)(box.Bbox![0] * x), 0, size.Width - 1), Math.Clamp((int)(box.Bbox[1] * y), 0, size.Height - 1));
        return Rect.FromLTRB(left, top, Math.Clamp((int)((box.Bbox[0] + box.Bbox[2]) * x), left + 1, size.Width), Math.Clamp((int)((box.Bbox[1] + box.Bbox[3]) * y), top + 1, size.Height));
    }
}
