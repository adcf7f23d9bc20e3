using VlDistill.Bundles;
using VlDistill.Text;

namespace VlDistill.Tests.Inference;

/// <summary>
/// A bundle of hand-made graphs whose answers can be worked out on paper. Words: a b c d e. The features are the frame's
/// mean colour. The language: a (.6) or b (.4); then c; then, after a c, d or e (.5 each), after b c, e (.95).
/// </summary>
internal static class TinyBundle
{
    public const int Words = 12, A = 7, B = 8, C = 9, D = 10, E = 11;

    /// <summary>The answers, where there are any: each a in the question makes "no" twice as likely, each b "two" four times.</summary>
    public static readonly string[] Answers = ["yes", "no", "two"];

    private const string Vocabulary = "<pad>\n<bos>\n<eos>\n<unk>\n<mask>\n<sep>\n<cls>\na\nb\nc\nd\ne\n";

    /// <param name="stepVocabulary">Other than <see cref="Words"/> makes a step graph that does not fit.</param>
    /// <param name="scores">Scores of the student's answer graph; 0 = it has none. Other than three do not fit the list.</param>
    /// <param name="teacherWidth">Of the student's map to the teacher's states; 0 = it has none, and no model gives its states, which are the regions themselves. Other than three does not fit the teacher.</param>
    /// <param name="namesWidth">Of the open vocabulary's embeddings; 0 = it has none. Other than three does not fit its graphs.</param>
    public static Bundle Write(string folder, int stepVocabulary = Words, int scores = 0, int teacherWidth = 0, int namesWidth = 0)
    {
        using var writer = new BundleWriter(folder);
        File.WriteAllText(writer.At("vocab.txt"), Vocabulary);
        File.WriteAllText(writer.At("labels.txt"), "person\ndog\n");
        File.WriteAllText(writer.At("tags.txt"), "grass\nwater\n");
        WriteEyes(writer.At("student/eyes.onnx"), detector: true);
        WriteEyes(writer.At("teacher/eyes.onnx"), detector: false);
        WriteRegions(writer.At("student/regions.onnx"));
        WritePrefill(writer.At("student/prefill.onnx"), hidden: teacherWidth > 0);
        WriteStep(writer.At("student/step.onnx"), stepVocabulary);
        var (figures, training) = (new Dictionary<string, double>(), new Dictionary<string, string>());
        var answers = scores == 0 ? null
            : new BundleAnswers("student/answers.onnx", "student/questions.txt", "student/answers.txt", 5, 7, ["presence"], figures, training);
        if (answers is not null)
        {
            File.WriteAllText(writer.At(answers.Vocabulary), Vocabulary);
            File.WriteAllLines(writer.At(answers.List), Answers);
            WriteAnswers(writer.At(answers.Graph), scores);
        }
        var student = new BundleModel("student/eyes.onnx", "student/regions.onnx", "student/prefill.onnx", "student/step.onnx", 1, 1, 3, 42, figures, training, answers,
            teacherWidth == 0 ? null : "student/to-teacher.onnx");
        if (student.ToTeacher is not null) WriteMap(writer.At(student.ToTeacher), teacherWidth);
        var open = namesWidth == 0 ? null : new BundleOpenVocabulary("open/regions.onnx", "open/text.onnx", "open/words.txt", namesWidth, 2);
        if (open is not null) WriteOpenVocabulary(writer, open);
        writer.Commit(new BundleManifest(1, DateTimeOffset.UnixEpoch, "vocab.txt", "labels.txt", "tags.txt",
            new Dictionary<string, BundleModel> { ["student"] = student, ["teacher"] = student with { Eyes = "teacher/eyes.onnx", Answers = null, ToTeacher = null } },
            new BundleDetector("student/eyes.onnx"), open is null ? [] : ["gnu", "emu"], [], new Dictionary<string, BundleFile>())
        { OpenVocabulary = open });
        return Bundle.Load(folder);
    }

    private static void WriteEyes(string path, bool detector)
    {
        var graph = new TinyGraph().Input<byte>("frame", -1, -1, 3).Output<float>("features", 1, 3, 1, 1)
            .Constant("shape", [1L, 3, 1, 1], 4)
            .Node("Cast", ["frame"], "pixels", ("to", 1))
            .Constant("axes", [0L, 1], 2)
            .Node("ReduceMean", ["pixels", "axes"], "mean", ("keepdims", 0))
            .Node("Reshape", ["mean", "shape"], "features");
        if (detector)
        {
            // The second box is the first once more, the fourth is too unlikely.
            graph.Constant("boxes0", [0, 0, 0.5f, 0.5f, 0, 0, 0.5f, 0.49f, 0.5f, 0.5f, 1, 1.2f, 0, 0, 1, 1], 4, 4).Node("Identity", ["boxes0"], "boxes")
                .Constant("scores0", [0.9f, 0.8f, 0.7f, 0.1f], 4).Node("Identity", ["scores0"], "scores")
                .Constant("labels0", [1L, 1, 0, 0], 4).Node("Identity", ["labels0"], "labels")
                .Constant("tags0", [0.25f, 0.75f], 2).Node("Identity", ["tags0"], "tags")
                .Output<float>("boxes", -1, 4).Output<float>("scores", -1).Output<long>("labels", -1).Output<float>("tags", 2);
        }
        graph.Save(path);
    }

    /// <summary>Names are axes: gnu, emu, yak, or the diagonal for unknown words. A box at the left edge that ends in the middle is an emu, one from the middle to the right a yak.</summary>
    private static void WriteOpenVocabulary(BundleWriter writer, BundleOpenVocabulary open)
    {
        new PhraseTokenizer(["gnu", "emu", "yak"], buckets: 2).Save(writer.At(open.Words));
        new TinyGraph().Input<float>("features", 1, 3, -1, -1).Input<float>("boxes", -1, 4)
            .Output<float>("text", -1, 3).Output<float>("image", -1, 3).Output<float>("background", -1)
            .Constant("toNames", [0f, -4, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0], 4, 3).Node("MatMul", ["boxes", "toNames"], "text").Node("Identity", ["text"], "image")
            .Constant("toNothing", [0f, 0, 0, 0], 4).Node("MatMul", ["boxes", "toNothing"], "background").Save(writer.At(open.Regions));
        const float Third = 0.57735f;
        new TinyGraph().Input<long>("ids", -1, -1, -1).Output<float>("embedding", -1, 3)
            .Constant("table", [0f, 0, 0, Third, Third, Third, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0], 7, 3)
            .Constant("axes", [1L, 2], 2).Constant("from", [0L, 0], 2).Constant("to", [1L, 1], 2)
            .Node("Slice", ["ids", "from", "to", "axes"], "corner").Node("Squeeze", ["corner", "axes"], "word").Node("Gather", ["table", "word"], "embedding").Save(writer.At(open.Text));
    }

    /// <summary>Every teacher's state is twice the sum of the student's.</summary>
    private static void WriteMap(string path, int width) => new TinyGraph()
        .Input<float>("hidden", -1, 3).Output<float>("projected", -1, width)
        .Constant("weight", [.. Enumerable.Repeat(2f, 3 * width)], 3, width).Node("MatMul", ["hidden", "weight"], "projected").Save(path);

    private static void WriteRegions(string path) => new TinyGraph()
        .Input<float>("features", 1, 3, -1, -1).Input<float>("boxes", -1, 4).Output<float>("regions", 1, -1, 3)
        .Constant("projection", [0f, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0], 4, 3).Node("MatMul", ["boxes", "projection"], "places")
        .Constant("shape", [1L, 1, 3], 3).Node("Reshape", ["features", "shape"], "colour")
        .Constant("first", [0L], 1).Node("Unsqueeze", ["places", "first"], "rows")
        .Node("Add", ["rows", "colour"], "regions").Save(path);

    private static void WritePrefill(string path, bool hidden) => (hidden ? new TinyGraph().Output<float>("hidden", 1, -1, 3).Node("Identity", ["regions"], "hidden") : new TinyGraph())
        .Input<float>("regions", 1, -1, 3).Input<float>("boxes", 1, -1, 4)
        .Output<float>("keys", 1, 1, 1, -1, 3).Output<float>("values", 1, 1, 1, -1, 3).Output<float>("attention", 1, 1, -1, -1)
        .Constant("axes", [0L, 2], 2).Node("Unsqueeze", ["regions", "axes"], "keys").Node("Identity", ["keys"], "values")
        .Node("Transpose", ["regions"], "turned", ("perm", new long[] { 0, 2, 1 })).Node("MatMul", ["regions", "turned"], "square")
        .Constant("first", [0L], 1).Node("Unsqueeze", ["square", "first"], "attention").Save(path);

    /// <summary>The cache remembers every token, so that the word before last decides too and a wrongly ordered beam says something else.</summary>
    private static void WriteStep(string path, int vocabulary)
    {
        var (last, beforeLast) = (new float[vocabulary * vocabulary], new float[vocabulary * vocabulary]);
        Array.Fill(last, -20);
        void Likely(float[] table, int given, int word, double probability) => table[given * vocabulary + word] = (float)Math.Log(probability);
        Likely(last, 1, A, 0.6);
        Likely(last, 1, B, 0.4);
        Likely(last, A, C, 1);
        Likely(last, B, C, 1);
        foreach (var word in new[] { D, E }) Likely(last, C, word, 1);
        foreach (var word in new[] { D, E }) Likely(last, word, 2, 1);
        Likely(beforeLast, A, D, 0.5);
        Likely(beforeLast, A, E, 0.5);
        Likely(beforeLast, B, D, 0.05);
        Likely(beforeLast, B, E, 0.95);
        long[] cache = [1, -1, 1, -1, 3];
        new TinyGraph()
            .Input<long>("token", -1).Input<long>("position", 1).Input<float>("keys", cache).Input<float>("values", cache)
            .Output<float>("logits", -1, vocabulary).Output<float>("new_keys", cache).Output<float>("new_values", cache).Output<float>("attention", 1, -1, 1, -1)
            .Constant("last", last, vocabulary, vocabulary).Constant("before", beforeLast, vocabulary, vocabulary)
            .Constant("minus1", [-1L], 1).Constant("end", [long.MaxValue], 1).Constant("three", [3L], 1).Constant("two", [2L], 1).Constant("four", [4L], 1)
            .Node("Slice", ["values", "minus1", "end", "three"], "newest").Constant("axes", [0L, 2, 3, 4], 4)
            .Node("ReduceMean", ["newest", "axes"], "previousValue", ("keepdims", 0)).Constant("lowest", [0f]).Constant("highest", [(float)(vocabulary - 1)])
            .Node("Clip", ["previousValue", "lowest", "highest"], "clipped").Node("Cast", ["clipped"], "previous", ("to", 7))
            .Node("Gather", ["last", "token"], "fromLast").Node("Gather", ["before", "previous"], "fromBefore").Node("Add", ["fromLast", "fromBefore"], "logits")
            .Node("Cast", ["token"], "number", ("to", 1)).Constant("column", [1L, -1, 1, 1, 1], 5).Node("Reshape", ["number", "column"], "entry")
            .Constant("wide", [1L, 1, 1, 1, 3], 5).Node("Expand", ["entry", "wide"], "appended")
            .Node("Concat", ["keys", "appended"], "new_keys", ("axis", 3)).Node("Concat", ["values", "appended"], "new_values", ("axis", 3))
            .Node("ReduceMean", ["new_keys", "four"], "attention", ("keepdims", 0))
            .Save(path);
    }

    /// <summary>Attention to a key is the token's number plus the region's mean or the other token's number.</summary>
    private static void WriteAnswers(string path, int scores)
    {
        var table = new float[Words * scores];
        table[A * scores + 1] = (float)Math.Log(2);
        table[B * scores + 2] = (float)Math.Log(4);
        new TinyGraph()
            .Input<float>("regions", 1, -1, 3).Input<float>("boxes", 1, -1, 4).Input<long>("question", 1, -1)
            .Output<float>("scores", 1, scores).Output<float>("attention", 1, 1, -1, -1)
            .Constant("table", table, Words, scores).Constant("one", [1L], 1).Constant("two", [2L], 1)
            .Node("Gather", ["table", "question"], "weighed").Node("ReduceSum", ["weighed", "one"], "summed", ("keepdims", 0)).Node("Softmax", ["summed"], "scores", ("axis", 1))
            .Node("Cast", ["question"], "numbers", ("to", 1)).Node("ReduceMean", ["regions", "two"], "means", ("keepdims", 0))
            .Node("Concat", ["means", "numbers"], "keys", ("axis", 1))
            .Constant("row", [1L, 1, 1, -1], 4).Constant("column", [1L, 1, -1, 1], 4)
            .Node("Reshape", ["keys", "row"], "across").Node("Reshape", ["numbers", "column"], "down").Node("Add", ["down", "across"], "attention")
            .Save(path);
    }
}
