using TorchSharp;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Export;

/// <summary>Writes one model's four graphs and its weights file into a folder and proves that they compute what the modules compute.</summary>
public static class ModelExport
{
    private const int CheckedSteps = 4, CheckedBeam = 3;

    /// <summary>What the graph said about a picture beside what the module says.</summary>
    private delegate (string Name, Tensor Actual, Tensor Expected)[] Compared(Tensor picture, Dictionary<string, Tensor> run);

    /// <summary>eyes.onnx, regions.onnx, prefill.onnx, step.onnx and weights.bin of a student. The modules' matrices are rounded to half precision.</summary>
    /// <exception cref="UserException">A graph differs from its module by more than <see cref="Parity.Tolerance"/>; the folder must not be shipped.</exception>
    public static IReadOnlyList<Parity> Student(StudentEyes eyes, VlTransformer captioner, string folder) =>
        Write(folder, eyes, eyes.Emit, captioner, (eyes.FeatureChannels, eyes.FeatureSize), eyes.Config.Size, (pictures, run) =>
        {
            var output = eyes.call(pictures);
            var best = DetectionDecoder.Decode(output.Detections, Math.Min(StudentEyes.Candidates, eyes.Anchors.Count));
            return
            [
                ("scores", run["scores"], best.Scores[0]),
                // Equal scores may change places; what they weigh in sum may not.
                ("boxes", run["scores"].matmul(run["boxes"]), best.Scores[0].matmul(best.Boxes[0])),
                ("features", run["features"], output.Features),
                ("tags", run["tags"], output.TagLogits[0].sigmoid()),
            ];
        });

    /// <summary>The same for a teacher, whose eyes give features only.</summary>
    /// <exception cref="UserException">As for the student.</exception>
    public static IReadOnlyList<Parity> Teacher(TeacherEyes eyes, VlTransformer captioner, string folder) =>
        Write(folder, eyes, eyes.Emit, captioner, (eyes.FeatureChannels, eyes.FeatureSize), eyes.Config.Size,
            (pictures, run) => [("features", run["features"], eyes.Features(pictures))]);

    /// <summary>prefill.onnx, step.onnx and weights.bin of a captioner that reads the map of eyes already written.</summary>
    /// <param name="map">Channels and cells per side of that map.</param>
    /// <param name="regions">The regions.onnx of those eyes.</param>
    /// <exception cref="UserException">As for the student.</exception>
    public static IReadOnlyList<Parity> Captioner(VlTransformer captioner, (int Channels, int Cells) map, string folder, string regions)
    {
        var weights = Begin(folder, captioner);
        SaveCaptioner(captioner, weights, folder);
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        return Proven(folder, [.. CaptionerParity.Check(folder, regions, captioner, map, CheckedSteps, CheckedBeam)]);
    }

    private static IReadOnlyList<Parity> Write(string folder, nn.Module eyes, Action<OnnxGraphBuilder> emitEyes, VlTransformer captioner,
        (int Channels, int Cells) map, int size, Compared look)
    {
        var weights = Begin(folder, eyes, captioner);
        Save(weights, folder, "eyes", emitEyes);
        Save(weights, folder, "regions", g => RoiAlign.Emit(g, map.Channels, map.Cells, map.Cells));
        SaveCaptioner(captioner, weights, folder);
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        return Proven(folder, [.. CheckEyes(folder, size, look), .. CaptionerParity.Check(folder, Path.Combine(folder, "regions.onnx"), captioner, map, CheckedSteps, CheckedBeam)]);
    }

    private static WeightsFile Begin(string folder, params nn.Module[] modules)
    {
        Directory.CreateDirectory(folder);
        foreach (var module in modules)
        {
            module.eval();
            HalfPrecision.Round(module);
        }
        return new WeightsFile("weights.bin");
    }

    private static void SaveCaptioner(VlTransformer captioner, WeightsFile weights, string folder)
    {
        Save(weights, folder, "prefill", captioner.EmitPrefill);
        Save(weights, folder, "step", captioner.EmitStep);
        weights.Save(folder);
    }

    private static void Save(WeightsFile weights, string folder, string name, Action<OnnxGraphBuilder> emit)
    {
        var graph = new OnnxGraphBuilder(name, weights);
        emit(graph);
        graph.Save(Path.Combine(folder, $"{name}.onnx"));
    }

    private static Parity[] Proven(string folder, Parity[] parities)
    {
        var worst = parities.MaxBy(p => p.Difference);
        return worst.Holds ? parities
            : throw new UserException($"{folder}: {worst.Output} differs from the trained module by {worst.Difference:G3}, allowed is {Parity.Tolerance}; the bundle was not written");
    }

    private static IEnumerable<Parity> CheckEyes(string folder, int size, Compared look)
    {
        using var check = new ParityCheck(Path.Combine(folder, "eyes.onnx"));
        using var picture = randint(0, 256, [1, size, size, 3], ScalarType.Byte, generator: new Generator(1));
        return [.. look(picture, check.Run(("frame", picture[0]))).Select(pair => check.Compare(pair.Name, pair.Actual, pair.Expected))];
    }
}
