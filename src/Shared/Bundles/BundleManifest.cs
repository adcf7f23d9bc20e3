using System.Text.Encodings.Web;
using System.Text.Json;
using VlDistill.Datasets;

namespace VlDistill.Bundles;

/// <summary>manifest.json: what a bundle holds. Paths are relative to the bundle's folder, with forward slashes.</summary>
/// <param name="Models">By name: student, plain (the student's twin without distillation), teacher.</param>
/// <param name="Prompts">The base classes the open-vocabulary head was trained on; empty when the bundle has no such head.</param>
/// <param name="Files">Size and hash of every other file in the folder.</param>
public sealed record BundleManifest(
    int Format,
    DateTimeOffset Created,
    string Vocabulary,
    string Labels,
    string Tags,
    IReadOnlyDictionary<string, BundleModel> Models,
    BundleDetector Detector,
    IReadOnlyList<string> Prompts,
    IReadOnlyList<string> Licences,
    IReadOnlyDictionary<string, BundleFile> Files)
{
    /// <summary>The only format this program reads and writes.</summary>
    public const int CurrentFormat = 1;

    public const string FileName = "manifest.json";

    /// <summary>Name of the model the others learned from.</summary>
    public const string Teacher = "teacher";

    /// <summary>What finds by any name; null where nothing was trained to.</summary>
    public BundleOpenVocabulary? OpenVocabulary { get; init; }

    private static readonly JsonSerializerOptions form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <exception cref="UserException">Absent, damaged, or of another format.</exception>
    public static BundleManifest Load(string path)
    {
        var manifest = JsonFile.Read<BundleManifest>(path, form);
        return manifest.Format == CurrentFormat ? manifest
            : throw new UserException($"{path}: bundle format {manifest.Format}, this program reads {CurrentFormat}; export the bundle again");
    }

    public void Save(string path) => JsonFile.Write(path, this, form: form);
}

/// <summary>One model's graphs and sizes.</summary>
/// <param name="Eyes">Its own image network; the student's is the detector's.</param>
/// <param name="Width">Transformer width.</param>
/// <param name="Parameters">Of everything that runs for this model, its eyes included.</param>
/// <param name="Figures">Measured on the test pictures: metric → value.</param>
/// <param name="Training">How it was made: data, steps, seed, recipe.</param>
/// <param name="Answers">What answers questions with the same eyes; null where nothing was trained to.</param>
/// <param name="ToTeacher">
/// Graph <c>hidden</c> (n, width) → <c>projected</c> (n, the teacher's width): the linear map of its last layer's states to the teacher's, by least
/// squares on dev pictures; null for the teacher and where nobody compared the two.
/// </param>
public sealed record BundleModel(
    string Eyes,
    string Regions,
    string Prefill,
    string Step,
    int Layers,
    int Heads,
    int Width,
    long Parameters,
    IReadOnlyDictionary<string, double> Figures,
    IReadOnlyDictionary<string, string> Training,
    BundleAnswers? Answers = null,
    string? ToTeacher = null)
{
    /// <summary>What says how things in a picture stand to each other, on the same eyes' features; null where nothing was trained to.</summary>
    public BundleRelations? Relations { get; init; }
}

/// <summary>A transformer of its own, fine-tuned to answer questions from a fixed list.</summary>
/// <param name="Vocabulary">The words of questions.</param>
/// <param name="List">The answers, one a line, in the order of the scores.</param>
/// <param name="MaxTokens">Longest question, its two marks included.</param>
/// <param name="Parameters">Of the transformer and its answer layer, without the eyes.</param>
/// <param name="Kinds">Kinds of question it was trained on; empty when nobody said.</param>
/// <param name="Figures">Measured on test questions: metric → value.</param>
/// <param name="Training">How it was made; <c>questions</c> tells where they come from.</param>
public sealed record BundleAnswers(
    string Graph,
    string Vocabulary,
    string List,
    int MaxTokens,
    long Parameters,
    IReadOnlyList<string> Kinds,
    IReadOnlyDictionary<string, double> Figures,
    IReadOnlyDictionary<string, string> Training);

/// <summary>A relation network: a transformer of its own that scores predicates between two named boxes.</summary>
/// <param name="Vocabulary">The words of names.</param>
/// <param name="Predicates">The predicates, one a line, in the order of the scores; background comes after them.</param>
/// <param name="NameWords">Most words of a name that are read.</param>
/// <param name="Parameters">Of the network, without the eyes.</param>
/// <param name="Figures">Measured on test pictures: metric → value.</param>
/// <param name="Training">How it was made; <c>relations</c> tells where the labels come from.</param>
public sealed record BundleRelations(
    string Graph,
    string Vocabulary,
    string Predicates,
    int NameWords,
    long Parameters,
    IReadOnlyDictionary<string, double> Figures,
    IReadOnlyDictionary<string, string> Training);

/// <summary>The eyes that find boxes for every model, and how their candidates are thinned out.</summary>
/// <param name="ScoreThreshold">Least score in [0, 1] of a box that is shown and described.</param>
/// <param name="NmsIou">Boxes of one class that overlap more are the same thing.</param>
/// <param name="MaxRegions">Most boxes kept, best first.</param>
public sealed record BundleDetector(string Eyes, float ScoreThreshold = 0.3f, float NmsIou = 0.6f, int MaxRegions = 10)
{
    /// <summary>Boxes and tags measured on the test pictures: metric → value; null where nobody measured.</summary>
    public IReadOnlyDictionary<string, double>? Figures { get; init; }
}

/// <summary>A ViLD head (Gu et al. 2022) on the student eyes' map, and the text encoder whose embeddings it was trained to meet.</summary>
/// <param name="Regions">
/// Graph <c>features</c> (1, C, h, w), <c>boxes</c> (R, 4) → <c>text</c> and <c>image</c> (R, D), embeddings of unit length of the two heads, and
/// <c>background</c> (R), the first one's cosine to the learned background. A single head gives both.
/// </param>
/// <param name="Text">Graph <c>ids</c> (P, W, S) → <c>embedding</c> (P, D) of unit length.</param>
/// <param name="Words">The text encoder's words.</param>
/// <param name="Width">D.</param>
/// <param name="Scale">Of cosines before the softmax.</param>
public sealed record BundleOpenVocabulary(string Regions, string Text, string Words, int Width, float Scale)
{
    /// <summary>Boxes of typed names measured on the test pictures: metric → value; null where nobody measured.</summary>
    public IReadOnlyDictionary<string, double>? Figures { get; init; }
}

/// <summary>What a file must be.</summary>
public sealed record BundleFile(long Bytes, string Sha256);
