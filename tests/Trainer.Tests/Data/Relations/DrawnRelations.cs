using System.Text.Json;
using OpenCvSharp;

namespace VlDistill.Trainer.Tests.Data.Relations;

/// <summary>
/// Ten pictures of 20 × 10 in the form of a real data set: seven to train on, in turn "person riding horse" and "dog near ball", and three to test, the last
/// of which is "person near ball". The first box is the left half, the second the lower right quarter.
/// </summary>
internal static class DrawnRelations
{
    public const string Vrd = "VRD", VisualGenome = "Visual Genome", SpatialSense = "SpatialSense";

    private const int Pictures = 10, Train = 7;

    private static readonly string[] objects = ["person", "horse", "dog", "ball"], predicates = ["near", "riding"];

    public static TemporaryFolder Write(string kind)
    {
        var folder = new TemporaryFolder();
        using var picture = new Mat(10, 20, MatType.CV_8UC3, new Scalar(1, 2, 3));
        Directory.CreateDirectory(folder.File("pictures"));
        foreach (var number in Enumerable.Range(1, Pictures))
        {
            Cv2.Rectangle(picture, new Rect(number, 0, 5, 10), Scalar.All(20 * number), -1);
            Cv2.ImWrite(folder.File($"pictures/{number}.jpg"), picture);
        }
        switch (kind)
        {
            case Vrd: WriteVrd(folder); break;
            case VisualGenome: WriteGenome(folder); break;
            default: WriteSpatial(folder); break;
        }
        return folder;
    }

    private static (int Subject, int Predicate, int Object) Of(int number) => number == Pictures ? (0, 0, 3) : number % 2 == 0 ? (2, 0, 3) : (0, 1, 1);

    private static void WriteVrd(TemporaryFolder folder)
    {
        folder.Write("predicates.json", JsonSerializer.Serialize(predicates));
        folder.Write("objects.json", JsonSerializer.Serialize(objects));
        foreach (var (file, from, to) in ((string, int, int)[])[("train", 1, Train), ("test", Train + 1, Pictures)])
            folder.Write($"annotations_{file}.json", JsonSerializer.Serialize(Enumerable.Range(from, to - from + 1).ToDictionary(n => $"{n}.jpg", n => new[]
            {
                new { predicate = Of(n).Predicate, subject = new { category = Of(n).Subject, bbox = (int[])[0, 10, 0, 10] }, @object = new { category = Of(n).Object, bbox = (int[])[5, 10, 10, 20] } },
            })));
    }

    private static void WriteGenome(TemporaryFolder folder)
    {
        folder.Write("object_list.txt", string.Join('\n', objects));
        folder.Write("object_alias.txt", "person,rider\n");
        folder.Write("predicate_list.txt", string.Join('\n', predicates));
        folder.Write("predicate_alias.txt", "riding,rides\n");
        folder.Write("scene_graphs.json", JsonSerializer.Serialize(Enumerable.Range(1, Pictures).Select(n => new
        {
            image_id = n,
            objects = new[] { new { object_id = 1, x = 0, y = 0, w = 10, h = 10, names = (string[])[objects[Of(n).Subject]] }, new { object_id = 2, x = 10, y = 5, w = 10, h = 5, names = (string[])[objects[Of(n).Object]] } },
            relationships = new[] { new { subject_id = 1, predicate = predicates[Of(n).Predicate], object_id = 2 } },
        })));
    }

    private static void WriteSpatial(TemporaryFolder folder) => folder.Write("annotations.json", JsonSerializer.Serialize(Enumerable.Range(1, Pictures).Select(n => new
    {
        url = $"http://example.org/{n}.jpg",
        width = 20,
        height = 10,
        split = n == 1 ? "valid" : n <= Train ? "train" : "test",
        annotations = new[] { (predicates[Of(n).Predicate], true), ("under", false) }.Select(a => new
        {
            predicate = a.Item1,
            label = a.Item2,
            subject = new { name = objects[Of(n).Subject], bbox = (int[])[0, 10, 0, 10] },
            @object = new { name = objects[Of(n).Object], bbox = (int[])[5, 10, 10, 20] },
        }),
    })));
}
