using System.Diagnostics;
using VlDistill.Bundles;
using VlDistill.Frames;
using VlDistill.Inference;

namespace VlDistill.Trainer.Evaluation;

/// <summary>Times whole frames, several networks in turn, so that a busy machine is as busy for each of them.</summary>
public static class FrameTimes
{
    /// <summary>How often every photograph comes.</summary>
    public const int Rounds = 3;

    private static readonly DecodingOptions greedy = new();

    /// <summary>Median milliseconds from frame to sentence of each bundle's model, the student's eyes included; one model at a time, one thread.</summary>
    public static IReadOnlyList<double> Of(IReadOnlyList<(Bundle Bundle, string Model)> models, IReadOnlyList<string> photographs, Inference.Device device)
    {
        var frames = photographs.Select(PictureReader.Read).ToArray();
        var opened = models.Select(m => (Eyes: m.Bundle.OpenEyes(device, 1), Model: m.Bundle.OpenModel(m.Model, device, 1))).ToArray();
        try
        {
            return Medians(frames, [.. opened.Select(o => (Action<Frame>)(frame =>
            {
                var (perception, features) = o.Eyes.See(frame);
                using (features) o.Model.Describe(frame, perception, features, greedy);
            }))], Stopwatch.GetTimestamp);
        }
        finally
        {
            foreach (var (eyes, model) in opened)
            {
                eyes.Dispose();
                model.Dispose();
            }
            foreach (var frame in frames) frame.Dispose();
        }
    }

    /// <summary>Median of each work's times over all rounds, in milliseconds; a first round only warms up, and who comes first changes from frame to frame.</summary>
    /// <param name="clock">In ticks of <see cref="Stopwatch"/>.</param>
    public static IReadOnlyList<double> Medians<T>(IReadOnlyList<T> frames, IReadOnlyList<Action<T>> works, Func<long> clock)
    {
        var times = works.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round <= Rounds; round++)
            for (var f = 0; f < frames.Count; f++)
                for (var turn = 0; turn < works.Count; turn++)
                {
                    var w = (turn + f) % works.Count;
                    var began = clock();
                    works[w](frames[f]);
                    if (round > 0) times[w].Add((clock() - began) * 1000.0 / Stopwatch.Frequency);
                }
        return [.. times.Select(t => t.Order().ElementAt(t.Count / 2))];
    }
}
