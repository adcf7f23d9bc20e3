using VlDistill.Metrics;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>Everything both networks read: the main data set, perhaps a further one, and which classes may be seen in training.</summary>
/// <param name="Base">Labels of base classes, rising.</param>
/// <param name="Novel">Labels of novel classes, rising.</param>
public sealed record VildData(VildSource Main, VildSource? Extra, IReadOnlySet<int> Base, IReadOnlySet<int> Novel) : IDisposable
{
    /// <exception cref="UserException">The two sets' classes do not agree, or the split names others.</exception>
    public static VildData Open(OpenVocabularySettings settings, RunContext context)
    {
        var main = VildSource.Open(settings, context, settings.Data, settings.Boxes);
        var extra = settings.Extra.Length > 0 ? VildSource.Open(settings, context, settings.Extra, "") : null;
        if (extra is not null && !extra.Labels.SequenceEqual(main.Labels)) throw new UserException($"data sets {settings.Data} and {settings.Extra} have different classes.");
        var novel = ClassSplit.Left(settings.Split, main.Labels);
        return new VildData(main, extra, new SortedSet<int>(Enumerable.Range(0, main.Labels.Count).Where(l => !novel.Contains(l))), new SortedSet<int>(novel));
    }

    private readonly IReadOnlyDictionary<int, int> frequencies = Main.Boxes.Take(Main.Data.Train.Count).SelectMany(b => b).CountBy(b => b.Label).ToDictionary();

    public IReadOnlyList<string> Labels => Main.Labels;

    /// <summary>Boxes of a class in the main set's training pictures.</summary>
    public int Frequency(int label) => frequencies.GetValueOrDefault(label);

    /// <summary>Names of the base classes, in the labels' order.</summary>
    public IEnumerable<string> BaseNames => Base.Select(l => Labels[l]);

    /// <summary>Training pictures: the main set's, then the further one's.</summary>
    public int TrainingPictures => Main.Data.Train.Count + (Extra?.Data.Train.Count ?? 0);

    /// <summary>Both sets, those that there are.</summary>
    public IEnumerable<VildSource> Sources => Extra is null ? [Main] : [Main, Extra];

    /// <summary>A training picture's set and its number there.</summary>
    public (VildSource Source, int Picture) Training(int number) => number < Main.Data.Train.Count ? (Main, number) : (Extra!, number - Main.Data.Train.Count);

    /// <summary>Boxes of base classes alone, all that training may see.</summary>
    public IReadOnlyList<TruthBox> Seen(VildSource source, int picture) => [.. source.Boxes[picture].Where(b => Base.Contains(b.Label))];

    public void Dispose()
    {
        Main.Dispose();
        Extra?.Dispose();
    }
}
