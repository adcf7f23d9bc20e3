using VlDistill.Frames;

namespace VlDistill.Trainer.Export.Int8;

/// <summary>Turns a model's exported graphs into 8-bit ones in place, with a weights file of about half the size.</summary>
/// <remarks>
/// Convolutions between fixed ranges run more than twice as fast on a CPU with 8-bit dot products; products whose ranges are measured at run time gain
/// less. Regions, attention and norms stay float32.
/// </remarks>
public static class Int8Model
{
    private const string WeightsName = "weights.bin", Features = "features";
    private const int Calibration = 100, Checked = 8;

    /// <summary>Features further than this from the float network's are another network's.</summary>
    private const double Tolerance = 0.5;

    /// <param name="folder">The model's, as <see cref="ModelExport"/> wrote it; eyes.onnx may be missing.</param>
    /// <param name="pictures">Folder of pictures like those the model will see; the ranges come from a hundred of them.</param>
    /// <returns>One line about what changed.</returns>
    /// <exception cref="UserException">There are no pictures, or the rounded eyes see something else.</exception>
    public static string Apply(string folder, string pictures)
    {
        var files = PictureReader.List(pictures);
        var (calibration, others) = (Spread(files, Calibration, 0), Spread(files, Checked, 1));
        var (eyes, source) = (Path.Combine(folder, "eyes.onnx"), Path.Combine(folder, WeightsName));
        var before = new FileInfo(source).Length;
        var weights = new WeightsFile(WeightsName);
        var said = new List<string>();
        var products = 0;
        GraphEditor[] graphs = [.. new[] { "prefill", "step" }.Select(name => new GraphEditor(Path.Combine(folder, $"{name}.onnx"), source))];
        var look = File.Exists(eyes) ? new GraphEditor(eyes, source) : null;
        IReadOnlyList<float[]> expected = [];
        if (look is not null)
        {
            expected = See(eyes, others);
            said.Add($"{StaticConvolutions.Apply(look, Ranges(folder, eyes, source, look, calibration))} convolutions");
        }
        foreach (var graph in graphs) products += DynamicProducts.Apply(graph);
        look?.Save(eyes, weights);
        graphs[0].Save(Path.Combine(folder, "prefill.onnx"), weights);
        graphs[1].Save(Path.Combine(folder, "step.onnx"), weights);
        weights.Save(folder);
        said.Add($"{products} products in 8 bits");
        if (look is not null) said.Add(FormattableString.Invariant($"features differ by {Difference(eyes, expected, See(eyes, others)):P1}"));
        said.Add(FormattableString.Invariant($"weights {before / 1e6:0.0} → {weights.Length / 1e6:0.0} MB"));
        return string.Join(", ", said);
    }

    private static IReadOnlyDictionary<string, ValueRange> Ranges(string folder, string eyes, string weights, GraphEditor graph, string[] pictures)
    {
        var values = StaticConvolutions.Measured(graph);
        var open = new GraphEditor(eyes, weights);
        open.Expose(values);
        // Beside the weights file, which it reads.
        var copy = Path.Combine(folder, "open.onnx");
        try
        {
            open.Save(copy);
            using var probe = new EyesProbe(copy, values);
            return probe.Ranges(pictures);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private static IReadOnlyList<float[]> See(string eyes, string[] pictures)
    {
        using var probe = new EyesProbe(eyes, [Features]);
        return [.. pictures.Select(p => probe.Look(p)[0])];
    }

    /// <summary>Root mean square of the difference as a share of the features' own.</summary>
    private static double Difference(string eyes, IReadOnlyList<float[]> expected, IReadOnlyList<float[]> actual)
    {
        var error = expected.Zip(actual).Sum(pair => pair.First.Zip(pair.Second).Sum(v => Math.Pow(v.First - v.Second, 2)));
        var difference = Math.Sqrt(error / expected.Sum(f => f.Sum(v => (double)v * v)));
        return difference < Tolerance ? difference
            : throw new UserException($"{eyes}: in 8 bits its features differ by {difference:P0}; give pictures like those it was trained on, or export without --int8.");
    }

    /// <summary>Pictures from all over the list; another phase gives others where there are enough.</summary>
    private static string[] Spread(IReadOnlyList<string> files, int count, int phase) =>
        [.. Enumerable.Range(0, Math.Min(count, files.Count)).Select(i => files[(int)((2L * i + phase) * files.Count / (2L * Math.Min(count, files.Count)))])];
}
