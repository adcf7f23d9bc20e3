using Microsoft.ML.OnnxRuntime;
using VlDistill.Frames;

namespace VlDistill.Trainer.Export.Int8;

/// <summary>Runs eyes.onnx over pictures and looks at any of its values.</summary>
public sealed class EyesProbe(string path, IReadOnlyList<string> values) : IDisposable
{
    private readonly InferenceSession session = new(path);
    private readonly RunOptions options = new();

    /// <summary>The values after a look at one picture, in their order.</summary>
    public IReadOnlyList<float[]> Look(string picture)
    {
        var frame = PictureReader.Read(picture);
        using var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, frame.Pixels.AsMemory(0, frame.Width * frame.Height * 3), [frame.Height, frame.Width, 3]);
        using var outputs = session.Run(options, ["frame"], [input], values);
        return [.. outputs.Select(o => o.GetTensorDataAsSpan<float>().ToArray())];
    }

    /// <summary>The range of each value over all pictures.</summary>
    public IReadOnlyDictionary<string, ValueRange> Ranges(IEnumerable<string> pictures)
    {
        var ranges = values.ToDictionary(v => v, _ => new ValueRange(0, 0));
        foreach (var seen in pictures.Select(Look))
            for (var i = 0; i < values.Count; i++)
                ranges[values[i]] = new ValueRange(Math.Min(ranges[values[i]].Low, seen[i].Min()), Math.Max(ranges[values[i]].High, seen[i].Max()));
        return ranges;
    }

    public void Dispose()
    {
        session.Dispose();
        options.Dispose();
    }
}
