using VlDistill.Bundles;
using VlDistill.Trainer.Methods.Vild;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Export;

/// <summary>What of a bundle finds by any name: the region embedding head of one stage and the small text encoder of another.</summary>
public static class VocabularyStage
{
    /// <summary>Names of the two stages.</summary>
    public const string Head = "open-vocabulary", Text = "text-encoder";

    private const string Folder = "vocabulary";

    /// <summary>Writes both where the run has a head; returns what the manifest says of them and the classes the head was trained on.</summary>
    /// <param name="eyes">Stage of the eyes whose map the bundle's head will read.</param>
    /// <param name="lines">Gets a line about each network.</param>
    /// <exception cref="UserException">The text encoder is missing, the two do not fit each other or the eyes, or a graph does not compute what was trained.</exception>
    public static (BundleOpenVocabulary? Vocabulary, IReadOnlyList<string> Base) Write(FinishedRun run, string eyes, BundleWriter writer, List<string> lines)
    {
        if (!run.Has(Head)) return (null, []);
        var head = run.Stage(Head);
        if (head.Setting("eyes") != eyes) throw new UserException($"{run.Folder}: stage {Head} was trained on the map of {head.Setting("eyes")}, the student's eyes are {eyes}; train it on them.");
        if (!run.Has(Text)) throw new UserException($"{run.Folder}: stage {Head} needs a text encoder beside it; train {Text}, or name one by --stage {Text}=DIR.");
        using var network = new VildNetwork(NetworkDescription.Read<VildConfig>(head.Folder.Best, SafeTensors.ReadMetadata(head.Folder.Best)));
        Checkpoint.Load(head.Folder.Best, network);
        var folder = Path.GetDirectoryName(writer.At($"{Folder}/{VocabularyExport.Graph}"))!;
        var worst = VocabularyExport.Write(network, folder).Max(p => p.Difference);
        lines.Add(FormattableString.Invariant($"{Head}: {network.parameters().Sum(p => p.numel()) / 1e6:0.00} M parameters, graph agrees with the trained network to {worst:0.0e0}"));
        using (var words = Methods.PhraseEncoder.DistilledEncoder.Open(run.Stage(Text).Folder))
            if (words.Width != network.Config.Dimensions) throw new UserException($"{run.Folder}: stage {Text} gives {words.Width} dimensions, {Head} {network.Config.Dimensions}; train both in one space.");
        var parity = PhraseExport.Write(run.Stage(Text).Folder, folder);
        lines.Add(FormattableString.Invariant($"{Text}: graph agrees with the trained network to {parity.Difference:0.0e0}"));
        return (new BundleOpenVocabulary($"{Folder}/{VocabularyExport.Graph}", $"{Folder}/{PhraseExport.Graph}", $"{Folder}/{PhraseExport.Words}", network.Config.Dimensions, (float)(double)head.Settings["scale"]!),
            [.. File.ReadLines(head.Folder.In(VildTask.BaseFile))]);
    }
}
