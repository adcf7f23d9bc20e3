using VlDistill.Regions;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Export;

/// <summary>Compares regions.onnx, prefill.onnx and step.onnx with the modules over several words of several hypotheses.</summary>
public static class CaptionerParity
{
    /// <summary>Runs both sides on the same random map and the fixed grid with three boxes more.</summary>
    /// <param name="regionsPath">regions.onnx, which may be another model's.</param>
    public static IReadOnlyList<Parity> Check(string folder, string regionsPath, VlTransformer captioner, (int Channels, int Cells) map, int steps, int beam)
    {
        using var random = new Generator(2);
        var features = rand([1, map.Channels, map.Cells, map.Cells], generator: random);
        var regions = RegionSet.From([new(new(0.1f, 0.2f, 0.55f, 0.9f), 0, 1), new(new(0, 0, 0.31f, 0.27f), 0, 1), new(new(0.72f, 0.4f, 1, 0.44f), 0, 1)]);
        var boxes = tensor(regions.Tokens.SelectMany(b => new[] { b.X1, b.Y1, b.X2, b.Y2 }).ToArray(), [regions.Tokens.Count, 4]);

        using var alignCheck = new ParityCheck(regionsPath);
        using var prefillCheck = new ParityCheck(Path.Combine(folder, "prefill.onnx"));
        using var stepCheck = new ParityCheck(Path.Combine(folder, "step.onnx"));
        var aligned = RoiAlign.Apply(features, [regions.Tokens]);
        var alignedRun = alignCheck.Run(("features", features), ("boxes", boxes));
        var (hidden, cache, among) = captioner.Read(aligned, boxes.unsqueeze(0), null);
        var prefillRun = prefillCheck.Run(("regions", aligned), ("boxes", boxes.unsqueeze(0)));
        List<Parity> parities =
        [
            alignCheck.Compare("regions", alignedRun["regions"], aligned),
            prefillCheck.Compare("keys", prefillRun["keys"], Keys(cache)),
            prefillCheck.Compare("values", prefillRun["values"], Values(cache)),
            prefillCheck.Compare("attention", prefillRun["attention"], cat([.. among], 0)),
            prefillCheck.Compare("hidden", prefillRun["hidden"], hidden),
        ];

        var (keys, values) = (Repeat(Keys(cache), beam), Repeat(Values(cache), beam));
        cache = new VlCache([.. cache.Layers.Select(l => new BlockCache(l.Keys.expand(beam, -1, -1, -1), l.Values.expand(beam, -1, -1, -1)))]);
        for (var position = 0; position < Math.Min(steps, captioner.Config.Positions); position++)
        {
            var token = randint(0, captioner.Config.Vocabulary, [beam], ScalarType.Int64, generator: random);
            var run = stepCheck.Run(("token", token), ("position", full([1], position, int64)), ("keys", keys), ("values", values));
            var (logits, (state, grown, attention)) = captioner.Step(token.unsqueeze(1), full([beam, 1], position, int64), cache, null);
            parities.Add(stepCheck.Compare($"logits {position}", run["logits"], logits));
            parities.Add(stepCheck.Compare($"attention {position}", run["attention"], stack(attention.Select(a => a.squeeze(2)), 0)));
            parities.Add(stepCheck.Compare($"new_keys {position}", run["new_keys"], Keys(grown)));
            parities.Add(stepCheck.Compare($"hidden {position}", run["hidden"], state.squeeze(1)));
            (keys, values, cache) = (run["new_keys"], run["new_values"], grown);
        }
        return parities;
    }

    private static Tensor Keys(VlCache cache) => stack(cache.Layers.Select(l => l.Keys), 0);

    private static Tensor Values(VlCache cache) => stack(cache.Layers.Select(l => l.Values), 0);

    private static Tensor Repeat(Tensor perLayer, int beam) => perLayer.expand(-1, beam, -1, -1, -1);
}
