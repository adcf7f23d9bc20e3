using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using VlDistill.Regions;

namespace VlDistill.Trainer.Stages;

/// <summary>An ONNX detector of the DETR family without suppression (DEIMv2): <c>images</c> (1, 3, S, S) in [0, 1] and <c>orig_target_sizes</c> → labels, boxes xyxy, scores.</summary>
public sealed class PretrainedDetector : IDisposable
{
    private readonly InferenceSession session;
    private readonly int size;

    /// <exception cref="UserException">The file is no such detector.</exception>
    public PretrainedDetector(string path, int size)
    {
        this.size = size;
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        try
        {
            session = new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new UserException($"{path} is not a network ONNX Runtime can load ({e.Message}).", e);
        }
        string[] needed = ["images", "orig_target_sizes"];
        if (needed.FirstOrDefault(n => !session.InputMetadata.ContainsKey(n)) is { } absent)
            throw new UserException($"{path} has no input \"{absent}\"; the boxes stage wants a DEIMv2-like detector.");
    }

    /// <summary>Boxes relative to the picture, best first; may be called by several threads.</summary>
    public IReadOnlyList<Region> Detect(byte[] rgb, float minimumScore)
    {
        var plane = size * size;
        var input = new float[3 * plane];
        for (var i = 0; i < plane; i++)
            for (var c = 0; c < 3; c++) input[c * plane + i] = rgb[i * 3 + c] / 255f;
        using var results = session.Run(
        [
            NamedOnnxValue.CreateFromTensor("images", new DenseTensor<float>(input, [1, 3, size, size])),
            NamedOnnxValue.CreateFromTensor("orig_target_sizes", new DenseTensor<long>(new long[] { size, size }, [1, 2])),
        ]);
        var labels = results.First(r => r.Name == "labels").AsTensor<long>();
        var boxes = results.First(r => r.Name == "boxes").AsTensor<float>();
        var scores = results.First(r => r.Name == "scores").AsTensor<float>();
        var found = new List<Region>();
        for (var i = 0; i < scores.Length; i++)
            if (scores[0, i] >= minimumScore) found.Add(new Region(new Box(At(i, 0), At(i, 1), At(i, 2), At(i, 3)), (int)labels[0, i], scores[0, i]));
        return [.. found.OrderByDescending(r => r.Score)];

        float At(int i, int corner) => Math.Clamp(boxes[0, i, corner] / size, 0, 1);
    }

    public void Dispose() => session.Dispose();
}
