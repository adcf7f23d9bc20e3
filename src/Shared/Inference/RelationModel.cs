using System.Diagnostics;
using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using VlDistill.Bundles;
using VlDistill.Regions;
using VlDistill.Text;

namespace VlDistill.Inference;

/// <summary>relations.onnx with its words and predicates: a feature map and named boxes in, a probability of every predicate between every two of them out.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public sealed class RelationModel : IDisposable
{
    /// <summary>Most boxes of a picture that are related to each other where nobody says otherwise, the first ones; 132 pairs.</summary>
    public const int MostRegions = 12;

    /// <summary>Regions a pair is read with, before its words: whole picture, subject, union, object.</summary>
    public const int PairRegions = 4;

    private readonly OnnxGraph graph;
    private readonly Vocabulary vocabulary;
    private readonly int nameWords;
    private readonly bool hasMasks;

    /// <param name="relations">Its paths lead to the files.</param>
    /// <param name="channels">Of the feature map; -1 = any.</param>
    /// <exception cref="UserException">A file cannot be loaded, or the graph has other inputs, outputs or shapes.</exception>
    public RelationModel(BundleRelations relations, int channels, Device device, int threads)
    {
        vocabulary = Vocabulary.Load(relations.Vocabulary);
        Predicates = File.Exists(relations.Predicates) ? File.ReadAllLines(relations.Predicates) : throw new UserException($"{relations.Predicates}: no such file; export the bundle again");
        nameWords = relations.NameWords;
        graph = new OnnxGraph(relations.Graph, device, threads,
            [Port.Float("features", 1, channels, -1, -1), Port.Float("boxes", -1, 4), Port.Int64("names", -1, nameWords), Port.Int64("subjects", -1), Port.Int64("objects", -1)],
            [Port.Float("scores", -1, Predicates.Count + 1), Port.Float("attention", -1, -1, -1, -1),
                Port.Float("subject_masks", -1, -1, -1) with { IsOptional = true }, Port.Float("object_masks", -1, -1, -1) with { IsOptional = true }]);
        hasMasks = graph.Gives("subject_masks");
    }

    /// <summary>In the order of the scores.</summary>
    public IReadOnlyList<string> Predicates { get; }

    /// <summary>Scores every ordered pair of the first <paramref name="most"/> boxes in one run.</summary>
    /// <param name="features">The map the network was trained on, of the picture the boxes are in.</param>
    /// <param name="names">One for each box; a name of unknown words only is read as an unknown thing.</param>
    public RelatedPairs Relate(FeatureMap features, IReadOnlyList<Box> boxes, IReadOnlyList<string> names, int most = MostRegions)
    {
        var started = Stopwatch.GetTimestamp();
        var count = Math.Min(most, boxes.Count);
        if (count < 2) return new RelatedPairs([], [], [], 0, 0, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        (int Subject, int Object)[] pairs = [.. from s in Enumerable.Range(0, count) from o in Enumerable.Range(0, count) where s != o select (s, o)];
        var corners = new float[count * 4];
        for (var i = 0; i < count; i++) (corners[4 * i], corners[4 * i + 1], corners[4 * i + 2], corners[4 * i + 3]) = boxes[i];
        using var places = OrtValue.CreateTensorValueFromMemory(corners, [count, 4]);
        using var words = OrtValue.CreateTensorValueFromMemory(names.Take(count).SelectMany(n => NameTokens.Of(n, vocabulary, nameWords)).ToArray(), [count, nameWords]);
        using var subjects = OrtValue.CreateTensorValueFromMemory(pairs.Select(p => (long)p.Subject).ToArray(), [pairs.Length]);
        using var objects = OrtValue.CreateTensorValueFromMemory(pairs.Select(p => (long)p.Object).ToArray(), [pairs.Length]);
        using var outputs = graph.Run(features.Value, places, words, subjects, objects);
        var scores = outputs[0].GetTensorDataAsSpan<float>();
        if (!float.IsFinite(TensorPrimitives.Sum(scores))) throw new UserException("the relation network gave scores that are no numbers; export the bundle again");
        var shape = outputs[1].GetTensorTypeAndShape().Shape; // (L, P, H, tokens)
        var (rows, columns) = hasMasks ? Sides(outputs[2]) : (0, 0);
        var related = new PairScores[pairs.Length];
        for (var p = 0; p < pairs.Length; p++)
        {
            var row = scores.Slice(p * (Predicates.Count + 1), Predicates.Count + 1);
            related[p] = new PairScores(pairs[p].Subject, pairs[p].Object, row[..^1].ToArray(), row[^1], Looked(outputs[1].GetTensorDataAsSpan<float>(), shape, p)) { Tokens = (int)shape[3] };
        }
        return new RelatedPairs(related, Mask(2), Mask(3), rows, columns, Stopwatch.GetElapsedTime(started).TotalMilliseconds);

        float[] Mask(int output) => hasMasks ? outputs[output].GetTensorDataAsSpan<float>().ToArray() : [];
    }

    public void Dispose() => graph.Dispose();

    private static (int Rows, int Columns) Sides(OrtValue masks)
    {
        var shape = masks.GetTensorTypeAndShape().Shape;
        return ((int)shape[1], (int)shape[2]);
    }

    private static float[] Looked(ReadOnlySpan<float> attention, long[] shape, int pair)
    {
        var (layers, pairs, row) = ((int)shape[0], (int)shape[1], (int)(shape[2] * shape[3]));
        var looked = new float[layers * row];
        for (var l = 0; l < layers; l++) attention.Slice((l * pairs + pair) * row, row).CopyTo(looked.AsSpan(l * row));
        return looked;
    }
}
