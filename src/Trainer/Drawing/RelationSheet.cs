using System.Globalization;
using OpenCvSharp;
using VlDistill.Datasets;
using VlDistill.Trainer.Data.Relations;

namespace VlDistill.Trainer.Drawing;

/// <summary>Lays out what a network says of test pictures on one sheet: boxes, arrow and predicate; below who says what, the caption's words, and the picture's name.</summary>
public static class RelationSheet
{
    private const int Lines = 4;

    private static readonly Scalar right = Scalar.FromRgb(0x3D, 0xDC, 0x84), wrong = Scalar.FromRgb(0xFF, 0x6B, 0x6B), ground = Scalar.FromRgb(0x24, 0x2A, 0x33);

    /// <summary>A sheet of at most <see cref="ContactSheet.Most"/>; the caller disposes it.</summary>
    /// <param name="all">What <paramref name="shown"/> was chosen from.</param>
    /// <param name="open">A picture by its name; disposed here.</param>
    /// <param name="hidesPhotographs">Leaves the photographs out, which not everybody may pass on.</param>
    public static ContactSheet Draw(IReadOnlyList<JudgedRelation> shown, IReadOnlyList<JudgedRelation> all, Func<string, Mat> open, bool hidesPhotographs)
    {
        var sheet = new ContactSheet(shown.Count, Lines, Header(shown, all));
        foreach (var (place, judged) in shown.Index())
        {
            using var photograph = open(judged.FileName);
            if (hidesPhotographs) Cv2.Rectangle(photograph, new Rect(0, 0, photograph.Cols, photograph.Rows), ground, -1);
            using var tile = RelationPainter.Paint(photograph, judged.Said.Names, judged.Said.Subject, judged.Said.Object, ContactSheet.Scale(photograph));
            sheet.Add(place, tile, Say(judged));
        }
        return sheet;
    }

    private static string[] Header(IReadOnlyList<JudgedRelation> shown, IReadOnlyList<JudgedRelation> all) =>
    [
        $"Each of {all.Count} test pictures with a labelled relation: the surest predicate of a labelled pair of given boxes (green does it to orange). {all.Count(j => j.IsRight)} agree with the label, {all.Count(j => !j.IsRight)} do not.",
        $"Shown: {shown.Count(j => j.IsRight)} that agree, then {shown.Count(j => !j.IsRight)} that do not, each evenly spaced from the surest to the least sure. Labels read from captions are mined, not checked, and some are wrong.",
    ];

    private static SheetLine[] Say(JudgedRelation judged)
    {
        var (names, label) = (judged.Said.Names, judged.Label);
        var other = judged.Other is not { } theirs ? ""
            : theirs.Names.Predicate == names.Predicate ? $"; teacher: the same {Number(theirs.Score)}" : $"; teacher: {theirs.Names.Predicate} {Number(theirs.Score)}";
        return
        [
            new($"{(judged.IsRight ? "right" : "wrong")}: {names.Subject} {names.Predicate} {names.Object} {Number(judged.Said.Score)}", judged.IsRight ? right : wrong),
            new($"label: {label.Predicate}{other}", ContactSheet.Plain),
            new(label.Phrase is { } phrase ? $"\"{phrase}\"" : "", ContactSheet.Plain),
            new(judged.FileName, ContactSheet.Plain),
        ];
    }

    private static string Number(double score) => score.ToString("0.00", CultureInfo.InvariantCulture);
}
