using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>What a stage with a ready encoder found.</summary>
public sealed record ReadyReport(int Dimensions, IReadOnlyDictionary<string, double> Final);

/// <summary>Stages whose networks are ready, such as CLIP's two encoders: they are opened, tried and tested, not trained.</summary>
public static class ReadyEncoders
{
    /// <summary>Tries the text encoder.</summary>
    /// <exception cref="UserException">A file is absent or of another form.</exception>
    public static ReadyReport Run(ClipTextSettings settings, RunContext context)
    {
        using var encoder = new ClipTextEncoder(settings, context.Data);
        return new ReadyReport(encoder.Width, new Dictionary<string, double>());
    }

    /// <summary>Tests the image encoder on the test pictures as <see cref="CropEncoderTask"/> does a trained one.</summary>
    /// <exception cref="UserException">Its width is not the text side's, or a file is absent or of another form.</exception>
    public static ReadyReport Run(CropEncoderSettings settings, RunContext context, StageFolder folder)
    {
        using var data = VildData.Open(settings, context);
        using var sentences = SentenceEncoders.Open(settings.Text, context);
        using var network = new CropNetwork(settings.Network, context.Data);
        if (network.Width != sentences.Width) throw new UserException($"stage {settings.Name}: {settings.Network.File} gives {network.Width} numbers, sentences of {settings.Text} have {sentences.Width}; both must be of one model.");
        var labelled = data.Sources.ToDictionary(s => s, s => VildCrops.WithLabels(context, data, s, network, settings.LabelledPerPicture));
        new CropEncoderTest(settings, context, data, network, [.. ClassEmbeddings.Of(sentences, data.Labels).SelectMany(e => e)]).Write(folder, RegionHead.Direction, labelled);
        foreach (var crops in labelled.Values) crops.Dispose();
        return new ReadyReport(network.Width, VildFigures.Read(folder).Figures);
    }
}
