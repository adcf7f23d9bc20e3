using Microsoft.ML.OnnxRuntime;
using VlDistill.Regions;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Recipes;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>A frozen ONNX network run on crops of pictures; may be called by several threads.</summary>
public sealed class CropNetwork : IDisposable
{
    private const int Channels = 3;
    private readonly InferenceSession session;
    private readonly string input;
    private readonly string[] outputs;
    private readonly bool channelsFirst;
    private readonly int size;
    private readonly float[] scale, shift;

    /// <exception cref="UserException">The file is absent, cannot be loaded, has no picture input, or lacks an output.</exception>
    public CropNetwork(CropNetworkSettings settings, DataFolders data)
    {
        var path = data.Weight(settings.File);
        if (settings.Mean.Length != Channels || settings.Deviation.Length != Channels || settings.Deviation.Any(d => d <= 0))
            throw new UserException($"{settings.File}: \"mean\" and \"deviation\" are three numbers each, deviations above 0.");
        (scale, shift) = ([.. settings.Deviation.Select(d => (float)(1 / (255 * d)))], [.. settings.Mean.Zip(settings.Deviation, (m, d) => (float)(m / d))]);
        session = Load(path);
        input = session.InputMetadata.Keys.First();
        var shape = session.InputMetadata[input].Dimensions;
        if (session.InputMetadata.Count != 1 || shape.Length != 4 || (shape[1] != Channels && shape[3] != Channels))
            throw new UserException($"{path}: must have one input (1, S, S, 3) or (1, 3, S, S), not {string.Join(", ", session.InputMetadata.Select(i => $"{i.Key} [{string.Join(',', i.Value.Dimensions)}]"))}.");
        channelsFirst = shape[1] == Channels;
        size = shape[2] > 0 ? shape[2] : settings.Size;
        outputs = settings.Outputs.Length > 0 ? settings.Outputs : [session.OutputNames[0]];
        if (outputs.FirstOrDefault(o => !session.OutputMetadata.ContainsKey(o)) is { } absent)
            throw new UserException($"{path}: has no output \"{absent}\"; it has {string.Join(", ", session.OutputNames)}.");
        Fingerprint = CacheKey.Of([CacheKey.OfFile(path), $"{size}", .. outputs, .. scale.Concat(shift).Select(v => FormattableString.Invariant($"{v}"))]);
        Widths = [.. Run(new byte[Channels], 1, Box.Whole).Select(v => v.Length)];
    }

    /// <summary>Numbers in each of the chosen outputs.</summary>
    public IReadOnlyList<int> Widths { get; }

    /// <summary>Numbers of a feature.</summary>
    public int Width => Widths.Sum();

    /// <summary>Short hash of everything a feature depends on beside the pixels.</summary>
    public string Fingerprint { get; }

    /// <summary>The feature of one crop; <paramref name="feature"/> takes <see cref="Width"/> values.</summary>
    /// <param name="rgb">Rows of a square picture.</param>
    /// <param name="side">The picture's pixels per side.</param>
    public void Look(ReadOnlySpan<byte> rgb, int side, Box box, Span<float> feature)
    {
        foreach (var values in Run(rgb, side, box))
        {
            values.CopyTo(feature);
            feature = feature[values.Length..];
        }
    }

    public void Dispose() => session.Dispose();

    private float[][] Run(ReadOnlySpan<byte> rgb, int side, Box box)
    {
        var pixels = new float[size * size * Channels];
        CropPixels.Read(rgb, side, box, size, pixels);
        var values = channelsFirst ? new float[pixels.Length] : pixels;
        var plane = size * size;
        for (var c = 0; c < Channels; c++)
        {
            var (factor, minus) = (scale[c], shift[c]);
            for (var i = 0; i < plane; i++) values[channelsFirst ? c * plane + i : i * Channels + c] = pixels[i * Channels + c] * factor - minus;
        }
        using var tensor = OrtValue.CreateTensorValueFromMemory(values, channelsFirst ? [1, Channels, size, size] : [1, size, size, Channels]);
        using var options = new RunOptions();
        using var results = session.Run(options, [input], [tensor], outputs);
        return [.. results.Select(r => r.GetTensorDataAsSpan<float>().ToArray())];
    }

    /// <summary>Opens a network for one thread.</summary>
    /// <exception cref="UserException">It cannot be loaded.</exception>
    public static InferenceSession Load(string path)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        try
        {
            return new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new UserException($"{path} is not a network ONNX Runtime can load ({e.Message}).", e);
        }
    }
}
