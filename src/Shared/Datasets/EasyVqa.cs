using System.Globalization;
using System.Text.Json;

namespace VlDistill.Datasets;

/// <summary>easy-VQA (Zhou 2019): rendered shapes with exact questions, in the folder form of its package: train/ and test/ with images/N.png and questions.json.</summary>
/// <param name="Root">The folder that holds <c>train</c> and <c>test</c>.</param>
/// <param name="Train">By picture; file names relative to the root.</param>
/// <param name="Test">The same.</param>
public sealed record EasyVqa(string Root, IReadOnlyDictionary<string, IReadOnlyList<VqaQuestion>> Train, IReadOnlyDictionary<string, IReadOnlyList<VqaQuestion>> Test)
{
    private const string QuestionFile = "questions.json";

    /// <summary>The root below a folder, the folder itself or its <c>data</c>; null when neither has this form.</summary>
    public static string? Find(string folder) =>
        ((string[])[folder, Path.Combine(folder, "data")]).FirstOrDefault(root => ((string[])["train", "test"]).All(split => File.Exists(Path.Combine(root, split, QuestionFile))));

    /// <exception cref="UserException">A questions file is damaged or names a picture that is not there.</exception>
    public static EasyVqa Load(string root)
    {
        var train = Split(root, "train", 0);
        return new EasyVqa(root, train, Split(root, "test", train.Sum(p => p.Value.Count)));
    }

    /// <param name="first">Questions in the splits before, so that ids are unique.</param>
    private static Dictionary<string, IReadOnlyList<VqaQuestion>> Split(string root, string split, long first)
    {
        var path = Path.Combine(root, split, QuestionFile);
        var pictures = new SortedDictionary<int, List<VqaQuestion>>();
        foreach (var (entry, i) in JsonFile.Read<List<JsonElement[]>>(path).Select((entry, i) => (entry, i)))
        {
            if (entry is not [{ ValueKind: JsonValueKind.String } question, { ValueKind: JsonValueKind.String } answer, { ValueKind: JsonValueKind.Number } number]
                || !number.TryGetInt32(out var picture))
                throw new UserException($"{path}: entry {i} is not [question, answer, picture number]");
            if (!pictures.TryGetValue(picture, out var list)) pictures[picture] = list = [];
            list.Add(VqaQuestion.Certain(first + i + 1, picture, Name(split, picture), question.GetString()!, TypeOf(question.GetString()!), answer.GetString()!));
        }
        if (pictures.Keys.FirstOrDefault(p => !File.Exists(Path.Combine(root, Name(split, p))), -1) is >= 0 and var absent)
            throw new UserException($"{path}: {Path.Combine(root, Name(split, absent))} does not exist");
        return pictures.ToDictionary(p => Name(split, p.Key), p => (IReadOnlyList<VqaQuestion>)p.Value);
    }

    private static string Name(string split, int picture) => $"{split}/images/{picture.ToString(CultureInfo.InvariantCulture)}.png";

    private static string TypeOf(string question) =>
        !question.StartsWith("what", StringComparison.OrdinalIgnoreCase) ? "presence" : question.Contains("color", StringComparison.OrdinalIgnoreCase) ? "color" : "shape";
}
