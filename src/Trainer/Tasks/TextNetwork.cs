using VlDistill.Text;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tasks;

/// <summary>What every task with a transformer starts from: the data set, its words, its regions, the network's size and first weights.</summary>
public sealed class TextNetwork : IDisposable
{
    /// <summary>The vocabulary in a stage's folder.</summary>
    public const string VocabularyFile = "vocab.txt";

    private readonly RunContext context;
    private readonly string init;

    /// <param name="texts">Training texts; their words become the vocabulary.</param>
    /// <param name="grid">Whether the fixed grid is among the regions.</param>
    public TextNetwork(TextSettings settings, RunContext context, StageFolder folder, DataSet data, IEnumerable<string> texts, bool grid = true)
    {
        this.context = context;
        init = settings.Init;
        Data = data;
        Words = Vocabulary.Build(texts, settings.MinimumUses);
        Words.Save(folder.In(VocabularyFile));
        Regions = RegionReader.Open(context, data, settings.Eyes, settings.Boxes, grid);
        Config = new VlConfig(Regions.Channels, Words.Count, settings.Width, settings.Layers, settings.Heads,
            settings.Inner > 0 ? settings.Inner : 4 * settings.Width, settings.MaxWords + 1, settings.Dropout, settings.TiedOutput);
    }

    public DataSet Data { get; }

    public Vocabulary Words { get; }

    public RegionReader Regions { get; }

    public VlConfig Config { get; }

    /// <summary>Fills a new transformer from the <c>init</c> stage, where there is one.</summary>
    public VlTransformer Start(VlTransformer transformer)
    {
        if (init.Length == 0) return transformer;
        var source = context.Finished(init);
        StartingWeights.Apply(transformer, Words, source.Best, Vocabulary.Load(source.In(VocabularyFile)));
        return transformer;
    }

    public void Dispose() => Regions.Dispose();
}
