using System.Globalization;
using OpenCvSharp;
using VlDistill.Datasets;
using VlDistill.Metrics;

namespace VlDistill.Trainer.Data.Scenes;

/// <summary>Scenes as a data set, so that a fresh clone can train and test with no data at all.</summary>
public static class SceneData
{
    /// <summary>The world's own seed: the scenes do not change with a run's seed, so runs can be compared.</summary>
    private const ulong World = 20;

    /// <summary>More than the questions about any scene, so that their numbers are unique.</summary>
    private const long QuestionNumbers = 100;

    /// <summary>Side of a scene written to a file, in pixels.</summary>
    public const int FileSize = 320;

    /// <summary>Class names in the order of <see cref="Shape"/>.</summary>
    public static readonly IReadOnlyList<string> Labels = [.. Enum.GetNames<Shape>().Select(n => n.ToLowerInvariant())];

    /// <summary>Makes the descriptions; pictures are drawn when they are read.</summary>
    public static DataSet Open(int train = 1200, int dev = 200, int test = 200) => new("scenes",
        Samples(0, train), Samples(train, dev), Samples(train + dev, test), Labels,
        (sample, size, rgb) => ScenePainter.Draw(Of(sample.Id), size, rgb), _ => (FileSize, FileSize));

    /// <summary>The scene behind a sample's id.</summary>
    public static Scene Of(string id) => Scene.Create(World, int.Parse(Path.GetFileNameWithoutExtension(id).AsSpan("scene".Length), CultureInfo.InvariantCulture));

    /// <summary>Writes pictures of a split as PNG files, for example for the demo to play.</summary>
    public static void WritePictures(IEnumerable<Sample> samples, string folder)
    {
        Directory.CreateDirectory(folder);
        var rgb = new byte[FileSize * FileSize * 3];
        foreach (var sample in samples)
        {
            ScenePainter.Draw(Of(sample.Id), FileSize, rgb);
            using var picture = Mat.FromPixelData(FileSize, FileSize, MatType.CV_8UC3, rgb);
            using var file = new Mat();
            Cv2.CvtColor(picture, file, ColorConversionCodes.RGB2BGR);
            if (!Cv2.ImWrite(Path.Combine(folder, sample.Id), file)) throw new UserException($"{Path.Combine(folder, sample.Id)} cannot be written.");
        }
    }

    private static Sample[] Samples(int first, int count) => [.. Enumerable.Range(first, count).Select(number =>
    {
        var scene = Scene.Create(World, number);
        var id = $"scene{number:00000}.png";
        return new Sample(id, SceneLanguage.Captions(scene), [.. scene.Objects.Select(o => new TruthBox(o.Box, (int)o.Shape))],
            [.. SceneLanguage.Questions(scene).Select((q, i) => VqaQuestion.Certain(number * QuestionNumbers + i, number, id, q.Question, "scene", q.Answer))]);
    })];
}
