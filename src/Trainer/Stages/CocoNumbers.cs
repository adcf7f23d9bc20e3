namespace VlDistill.Trainer.Stages;

/// <summary>COCO's category numbers, which have gaps.</summary>
public static class CocoNumbers
{
    private const int CocoClasses = 80;
    private static readonly int[] missing = [12, 26, 29, 30, 45, 66, 68, 69, 71, 83];

    /// <summary>COCO's own numbers for its 80 classes in their order, else 1, 2, 3 …</summary>
    public static IReadOnlyList<int> For(IReadOnlyList<string> labels) =>
        labels.Count == CocoClasses && labels[0] == "person"
            ? [.. Enumerable.Range(1, 90).Except(missing)]
            : [.. Enumerable.Range(1, labels.Count)];
}
