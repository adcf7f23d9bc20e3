using OpenCvSharp;

namespace VlDistill.Trainer.Drawing;

/// <summary>Where the names of boxes stand in one picture, so that none covers another while there is room.</summary>
public sealed class LabelPlaces(Size picture)
{
    private readonly List<Rect> taken = [];

    /// <summary>Takes the first free place: above the box, inside at its top, below it, then ever further down; the last place tried when all is full.</summary>
    public Rect Take(Rect box, Size label)
    {
        var left = Math.Clamp(box.X, 0, Math.Max(0, picture.Width - label.Width));
        int[] tops = [box.Y - label.Height, box.Y, box.Bottom, .. Enumerable.Range(1, Math.Max(1, picture.Height / Math.Max(1, label.Height))).Select(i => box.Y + i * label.Height)];
        Rect[] places = [.. tops.Where(top => top >= 0 && top + label.Height <= picture.Height).Select(top => new Rect(left, top, label.Width, label.Height))];
        var place = places.Length == 0 ? new Rect(left, 0, label.Width, label.Height) : places.Append(places[0]).First(p => p == places[^1] || !taken.Any(t => Meet(t, p)));
        taken.Add(place);
        return place;
    }

    private static bool Meet(Rect a, Rect b) => a.X < b.Right && b.X < a.Right && a.Y < b.Bottom && b.Y < a.Bottom;
}
