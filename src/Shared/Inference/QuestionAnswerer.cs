using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using VlDistill.Bundles;
using VlDistill.Text;

namespace VlDistill.Inference;

/// <summary>answers.onnx with its own words and its answer list: region features and a question in, a probability for every answer out.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public sealed class QuestionAnswerer : IDisposable
{
    private readonly OnnxGraph graph;
    private readonly Vocabulary vocabulary;
    private readonly string[] list;
    private readonly int maxTokens;

    /// <param name="answers">Its paths lead to the files.</param>
    /// <param name="channels">Of a region feature.</param>
    /// <exception cref="UserException">A file cannot be loaded, or the graph has other inputs, outputs or shapes.</exception>
    public QuestionAnswerer(BundleAnswers answers, int channels, Device device, int threads)
    {
        vocabulary = Vocabulary.Load(answers.Vocabulary);
        list = AnswerList.Load(answers.List);
        maxTokens = answers.MaxTokens;
        graph = new OnnxGraph(answers.Graph, device, threads,
            [Port.Float("regions", 1, -1, channels), Port.Float("boxes", 1, -1, 4), Port.Int64("question", 1, -1)],
            [Port.Float("scores", 1, list.Length), Port.Float("attention", -1, -1, -1, -1)]);
    }

    /// <exception cref="UserException">The vocabulary has none of the question's words.</exception>
    public void RequireKnown(string question) => QuestionTokens.RequireKnown(question, vocabulary);

    /// <param name="regions">(1, R, C).</param>
    /// <param name="boxes">(1, R, 4).</param>
    /// <param name="question">In English, as people write it.</param>
    /// <param name="top">Most answers told.</param>
    public (IReadOnlyList<ScoredAnswer> Best, IReadOnlyList<QuestionToken> Question) Ask(OrtValue regions, OrtValue boxes, string question, int top)
    {
        var tokens = QuestionTokens.Of(question, vocabulary, maxTokens);
        using var input = OrtValue.CreateTensorValueFromMemory(tokens, [1, tokens.Length]);
        using var outputs = graph.Run(regions, boxes, input);
        var scores = outputs[0].GetTensorDataAsSpan<float>();
        if (!float.IsFinite(TensorPrimitives.Sum(scores))) throw new UserException("the answer network gave scores that are no numbers; export the bundle again");
        var order = Enumerable.Range(0, list.Length).ToArray();
        var keys = new float[scores.Length];
        TensorPrimitives.Negate(scores, keys);
        Array.Sort(keys, order);
        var best = order.Take(top).Zip(keys, (i, negative) => new ScoredAnswer(list[i], -negative)).ToArray();
        return (best, Looked(outputs[1], tokens, (int)boxes.GetTensorTypeAndShape().Shape[1]));
    }

    public void Dispose() => graph.Dispose();

    private QuestionToken[] Looked(OrtValue attention, long[] tokens, int regions)
    {
        var shape = attention.GetTensorTypeAndShape().Shape; // (L, H, T, R + T)
        var (maps, keysSeen) = ((int)(shape[0] * shape[1]), (int)shape[3]);
        var data = attention.GetTensorDataAsSpan<float>();
        var told = new QuestionToken[tokens.Length];
        for (var t = 0; t < tokens.Length; t++)
        {
            var onRegions = new float[maps * regions];
            for (var map = 0; map < maps; map++) data.Slice((map * tokens.Length + t) * keysSeen, regions).CopyTo(onRegions.AsSpan(map * regions));
            told[t] = new QuestionToken(vocabulary[(int)tokens[t]], onRegions);
        }
        return told;
    }
}
