using System.CommandLine;
using System.Text.Json;
using VlDistill.Datasets;
using VlDistill.Regions;
using VlDistill.Tests.Inference;
using VlDistill.Trainer.Commands;

namespace VlDistill.Trainer.Tests.Commands;

public sealed class RelateCommandTests(RelateCommandTests.Relating bundle) : IClassFixture<RelateCommandTests.Relating>, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Relate_Folder_WritesEveryPredicateOfBothPairs()
    {
        Assert.Equal(ExitCode.Done, Relate());

        var said = Said();
        Assert.Equal(["7.jpg", "a.ppm"], said.Select(r => r.FileName!).Distinct());
        Assert.Equal(12, said.Count);
        Assert.Equal(said.Where(r => r.FileName == "a.ppm").OrderByDescending(r => r.Score), said.Where(r => r.FileName == "a.ppm"));
        Assert.All(said, r => Assert.Equal(r.Subject == "dog" ? [0, 0, 10, 5] : (double[])[10, 5, 10, 5], r.SubjectBbox!));
        Assert.All(said, r => Assert.Equal([20, 10], r.Size!));
        Assert.StartsWith("7.jpg: ", output.ToString());
        Assert.Contains(FormattableString.Invariant($"{said[0].Subject} {said[0].Predicate} {said[0].Object} {said[0].Score:0.00}, "), output.ToString().Split('\n')[0]);
    }

    [Fact]
    public void Relate_TopAndMinimum_KeepTheSurestOfEachPair()
    {
        Relate();
        var best = Said().Where(r => r.FileName == "a.ppm").ToArray();
        Relate("--top", "1");
        Assert.Equal([best[0].Score, best[0].Score], Said().Select(r => r.Score));
        Relate("--top", "5");
        Assert.Equal(["dog", "person"], Said().Where(r => r.FileName == "a.ppm").Select(r => r.Subject!).Order());

        Relate("--minimum", best[1].Score!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.All(Said(), r => Assert.True(r.Score >= best[1].Score - 1e-6));
        Relate("--minimum", "1");
        Assert.Empty(Said());
        Assert.Contains("a.ppm: nothing to relate", output.ToString());
    }

    [Fact]
    public void Relate_BoxesThatDetectFound_GiveWhatRelateFinds()
    {
        Relate();
        var found = Said();
        Run(new DetectCommand(), "--images", bundle.Pictures, "--bundle", bundle.Path, "--out", folder.File("boxes.json"), "--score", "0.5");

        Relate("--boxes", folder.File("boxes.json"));

        Assert.Equal(found.Select(r => (r.FileName, r.Subject, r.Predicate, r.Object)), Said().Select(r => (r.FileName, r.Subject, r.Predicate, r.Object)));
        Assert.Equal(found.Select(r => r.Score!.Value), Said().Select(r => r.Score!.Value), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Relate_CocoInstances_RelatesTheirBoxes()
    {
        new CocoInstances(["dog", "person"], [18, 1], [new(1, "a.ppm", 200, 100, [new(new(0, 0, 0.25f, 0.5f), 0), new(new(0.5f, 0.5f, 1, 1), 1), new(Box.Whole, 1, Crowd: true)])]).Save(folder.File("coco.json"));

        Relate("--boxes", folder.File("coco.json"));

        Assert.Equal([[0, 0, 5, 5], [10, 5, 10, 5]], Said().Select(r => r.SubjectBbox!).DistinctBy(b => b[0]).OrderBy(b => b[0]));
        Assert.All(Said(), r => Assert.Equal("a.ppm", r.FileName));
    }

    [Theory]
    [InlineData("own")]
    [InlineData("VRD")]
    [InlineData("Visual Genome")]
    [InlineData("SpatialSense")]
    public void EvalRelations_GivenBoxesOfEveryKindOfFile_FindsEveryLabel(string kind)
    {
        var references = References(kind);

        Relate("--boxes", references, "--lists", folder.Path);

        Assert.Equal((1, 2), Eval(references, "--given-boxes"));
    }

    [Fact]
    public void EvalRelations_FoundBoxes_CountThoseThatOverlapByHalf()
    {
        // The person's box is labelled twice too high to be found again.
        var references = folder.Write("r.json", """
            {"predicates": ["on"], "pictures": [
              {"file_name": "a.ppm", "width": 20, "height": 10, "boxes": [{"name": "dog", "bbox": [0, 0, 10, 6]}, {"name": "person", "bbox": [10, 4, 10, 6]}], "relations": [{"subject": 0, "predicate": "on", "object": 1}]},
              {"file_name": "7.jpg", "width": 20, "height": 10, "boxes": [{"name": "dog", "bbox": [0, 0, 10, 6]}, {"name": "person", "bbox": [10, 0, 10, 10]}], "relations": [{"subject": 0, "predicate": "on", "object": 1}]}]}
            """);
        Relate();

        Assert.Equal((1, 2), Eval(references));
        Assert.Equal((0, 2), Eval(references, "--given-boxes"));
    }

    [Theory]
    [InlineData("identical boxes", """{"file_name":"a.ppm","category":"dog","bbox":[2,2,5,5],"score":0.9},{"file_name":"a.ppm","category":"dog","bbox":[2,2,5,5],"score":0.8}""", 1)]
    [InlineData("empty boxes", """{"file_name":"a.ppm","category":"dog","bbox":[0,0,0,0],"score":0.9},{"file_name":"a.ppm","category":"person","bbox":[20,10,0,0],"score":0.8}""", 2)]
    [InlineData("boxes outside", """{"file_name":"a.ppm","category":"dog","bbox":[-90,-90,5,5],"score":0.9},{"file_name":"a.ppm","category":"person","bbox":[50,50,1e30,9],"score":0.8}""", 2)]
    [InlineData("unknown names", """{"file_name":"a.ppm","category":"zyzzyva","bbox":[0,0,9,9],"score":0.9},{"file_name":"a.ppm","category":"","bbox":[3,3,9,9],"score":0.8}""", 2)]
    [InlineData("one region", """{"file_name":"a.ppm","category":"dog","bbox":[0,0,9,9],"score":0.9}""", 0)]
    public void Relate_Limits_AreNumbers(string limit, string boxes, int pairs)
    {
        Assert.Equal(ExitCode.Done, Relate("--boxes", folder.Write("limit.json", $"[{boxes}]")));

        Assert.Equal(pairs * RelatingBundle.Predicates.Length, Said().Count);
        Assert.All(Said(), r => Assert.True(r.Score is > 0 and <= 1, limit));
    }

    [Fact]
    public void Relate_ManyGivenBoxes_AreAllRelatedUnlessLimited()
    {
        var boxes = folder.Write("many.json", $"[{string.Join(',', Enumerable.Range(0, 15).Select(i => $$"""{"file_name":"a.ppm","category":"dog","bbox":[{{i}},0,3,5],"score":0.{{90 - i}}}"""))}]");

        Relate("--boxes", boxes, "--top", "500");
        Assert.Equal(15 * 14, Said().Count);
        // 210 pairs of dogs, and each predicate is said once.
        Assert.Equal(Math.Min(3, Said().DistinctBy(r => r.Predicate).Count()), output.ToString().Split('\n').Single(l => l.StartsWith("a.ppm", StringComparison.Ordinal)).Split(", ").Length);
        Relate("--boxes", boxes, "--top", "500", "--max-boxes", "3");
        Assert.Equal([0, 1, 2], Said().Select(r => r.SubjectBbox![0]).Distinct().Order());
    }

    [Theory]
    [InlineData("teacher", "has no relation network in")]
    [InlineData("plain", "no model 'plain'")]
    public void Relate_ModelThatCannot_IsTold(string model, string reason) => Assert.Contains(reason, Assert.Throws<UserException>(() => Relate("--model", model)).Message);

    [Fact]
    public void Relate_BundleWithoutRelations_SaysItRelatesNothing()
    {
        TinyBundle.Write(folder.File("plain"));

        Assert.Contains("this bundle relates nothing", Assert.Throws<UserException>(() => Relate("--bundle", folder.File("plain"))).Message);
    }

    [Theory]
    [InlineData("""[{"file_name":"z.jpg","category":"dog","bbox":[0,0,9,9],"score":0.9}]""", "has boxes of none of the 2 pictures of --images; its first is z.jpg")]
    [InlineData("""[{"file_name":"a.ppm","category_id":3,"bbox":[0,0,9,9],"score":0.9}]""", "entry 0 has no 'file_name' or no 'category'")]
    [InlineData("[]", "holds no boxes")]
    [InlineData("""[{"tags":[]}]""", "neither a relations file")]
    public void Relate_OtherBoxes_AreTold(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<UserException>(() => Relate("--boxes", folder.Write("other.json", json))).Message);

    [Theory]
    [InlineData("--top", "0")]
    [InlineData("--minimum", "1.5")]
    [InlineData("--minimum", "NaN")]
    [InlineData("--max-boxes", "1")]
    public void Relate_BadOption_IsAUsageError(string option, string value) => Assert.Equal(ExitCode.Usage, Relate(option, value));

    private string References(string kind)
    {
        folder.Write("vg_object_list.txt", "dog\nperson\n");
        folder.Write("vg_object_alias.txt", "person,people\n");
        folder.Write("vg_predicate_list.txt", "riding\non\n");
        folder.Write("vg_predicate_alias.txt", "riding,rides\n");
        folder.Write("predicates.json", """["on", "riding"]""");
        folder.Write("objects.json", """["dog", "person"]""");
        return folder.Write("references.json", kind switch
        {
            "own" => """
                {"predicates": ["on", "riding"], "pictures": [{"file_name": "a.ppm", "width": 40, "height": 20, "boxes": [{"name": "dog", "bbox": [2, 4, 6, 8]}, {"name": "person", "bbox": [20, 10, 18, 6]}],
                  "relations": [{"subject": 0, "predicate": "on", "object": 1}, {"subject": 1, "predicate": "riding", "object": 0}]}]}
                """,
            "VRD" => """
                {"a.ppm": [{"predicate": 0, "subject": {"category": 0, "bbox": [2, 6, 1, 4]}, "object": {"category": 1, "bbox": [5, 8, 10, 19]}},
                           {"predicate": 1, "subject": {"category": 1, "bbox": [5, 8, 10, 19]}, "object": {"category": 0, "bbox": [2, 6, 1, 4]}}]}
                """,
            "Visual Genome" => """
                [{"image_id": 7, "objects": [{"object_id": 1, "x": 1, "y": 2, "w": 3, "h": 4, "names": ["dog"]}, {"object_id": 2, "x": 10, "y": 5, "w": 9, "h": 3, "names": ["people"]}],
                  "relationships": [{"subject_id": 1, "predicate": "on", "object_id": 2}, {"subject_id": 2, "predicate": "Rides", "object_id": 1}]}]
                """,
            _ => """
                [{"url": "http://x/y/a.ppm", "width": 40, "height": 20, "split": "test", "annotations": [
                  {"predicate": "on", "label": true, "subject": {"name": "dog", "bbox": [4, 12, 2, 8]}, "object": {"name": "person", "bbox": [10, 16, 20, 38]}},
                  {"predicate": "riding", "label": true, "subject": {"name": "person", "bbox": [10, 16, 20, 38]}, "object": {"name": "dog", "bbox": [4, 12, 2, 8]}},
                  {"predicate": "near", "label": false, "subject": {"name": "person", "bbox": [10, 16, 20, 38]}, "object": {"name": "dog", "bbox": [4, 12, 2, 8]}}]}]
                """,
        });
    }

    /// <summary>Recall at 50 of all predicates of a pair, and how many relations are labelled.</summary>
    private (double Recall, double Relations) Eval(string references, params string[] more)
    {
        output.GetStringBuilder().Clear();
        Run(new EvalCommand(), ["relations", "--predictions", folder.File("r.out.json"), "--references", references, .. more]);
        using var figures = JsonDocument.Parse(output.ToString());
        return (figures.RootElement.GetProperty("R@50 k=70").GetDouble(), figures.RootElement.GetProperty("relations").GetDouble());
    }

    private int Relate(params string[] more) =>
        Run(new RelateCommand(), ["--images", bundle.Pictures, "--out", folder.File("r.out.json"), .. more.Contains("--bundle") ? [] : (string[])["--bundle", bundle.Path], .. more]);

    private IReadOnlyList<PredictedRelation> Said() => PredictedRelation.Load(folder.File("r.out.json"));

    private int Run(Command command, params string[] arguments) =>
        command.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = TextWriter.Null, EnableDefaultExceptionHandler = false });

    /// <summary>One bundle and two pictures of 20 × 10 for all tests; one has a number for a name, as in Visual Genome.</summary>
    public sealed class Relating : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public Relating()
        {
            RelatingBundle.Write(Path);
            Directory.CreateDirectory(Pictures);
            foreach (var name in new[] { "a.ppm", "7.jpg" }) File.WriteAllBytes(System.IO.Path.Combine(Pictures, name), [.. "P6 20 10 255\n"u8, .. Enumerable.Range(0, 600).Select(i => (byte)(i * 7))]);
        }

        public string Path => folder.File("bundle");

        public string Pictures => folder.File("pictures");

        public void Dispose() => folder.Dispose();
    }
}
