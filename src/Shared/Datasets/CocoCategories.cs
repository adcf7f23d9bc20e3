namespace VlDistill.Datasets;

/// <summary>COCO's category numbers: 80 classes numbered 1 to 90 with holes.</summary>
public static class CocoCategories
{
    /// <summary>Numbers by position in the list of 80 names.</summary>
    public static readonly IReadOnlyList<int> Ids = [.. Enumerable.Range(1, 90).Except([12, 26, 29, 30, 45, 66, 68, 69, 71, 83])];

    /// <summary>The number of a detector's class, null when its labels are not COCO's 80.</summary>
    public static int? IdOf(int label, IReadOnlyList<string> labels) =>
        labels.Count == Ids.Count && labels[0] == "person" && labels[^1] == "toothbrush" ? Ids[label] : null;
}
