using VlDistill.Bundles;
using VlDistill.Tests.Inference;

namespace VlDistill.Tests.Bundles;

public sealed class BundleTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Target => folder.File("bundle");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_CommittedBundle_ReadsWhatWasWritten()
    {
        Write();

        var bundle = Bundle.Load(Target);

        Assert.Equal(["person", "dog"], bundle.Labels);
        Assert.Equal(["grass"], bundle.Tags);
        Assert.Equal(9, bundle.Vocabulary.Count);
        Assert.Equal(0.5, bundle.Manifest.Models["student"].Figures["cider_beam3"]);
        Assert.Equal("student/eyes.onnx", bundle.Manifest.Detector.Eyes);
        Assert.False(Directory.Exists(Target + ".part"));
    }

    [Fact]
    public void Load_OneChangedByte_NamesTheFile()
    {
        Write();
        var path = Path.Combine(Target, "student", "weights.bin");
        var bytes = File.ReadAllBytes(path);
        bytes[3] ^= 1;
        File.WriteAllBytes(path, bytes);

        var message = Assert.Throws<UserException>(() => Bundle.Load(Target)).Message;

        Assert.StartsWith(path, message);
        Assert.Contains("damaged", message);
    }

    [Fact]
    public void Load_MapToTheTeacher_FitsBothWidthsOrIsNamed()
    {
        Assert.Equal("student/to-teacher.onnx", TinyBundle.Write(Target, teacherWidth: 3).Manifest.Models["student"].ToTeacher);

        var message = Assert.Throws<UserException>(() => TinyBundle.Write(Target, teacherWidth: 4)).Message;

        Assert.Matches(@"student.to-teacher\.onnx: output projected is Single \[\?,4\], this program needs projected Single \[\?,3\]; export the bundle again$", message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Load_DamagedMap_NamesItInOneLine()
    {
        TinyBundle.Write(Target, teacherWidth: 3);
        var path = Path.Combine(Target, "student/to-teacher.onnx");
        var bytes = File.ReadAllBytes(path);
        bytes[^5] ^= 1;
        File.WriteAllBytes(path, bytes);

        Assert.Equal($"{path}: damaged (its SHA-256 is not the manifest's); copy the bundle again", Assert.Throws<UserException>(() => Bundle.Load(Target)).Message);
    }

    [Theory]
    [InlineData("student/step.onnx")]
    [InlineData("vocab.txt")]
    [InlineData("MODEL_CARD.md")]
    public void Load_MissingFile_NamesIt(string name)
    {
        Write();
        File.Delete(Path.Combine(Target, name));

        Assert.StartsWith(Path.Combine(Target, name), Assert.Throws<UserException>(() => Bundle.Load(Target)).Message);
    }

    [Fact]
    public void Load_TruncatedFile_TellsBothSizes()
    {
        Write();
        File.WriteAllBytes(Path.Combine(Target, "student/weights.bin"), [1, 2]);

        Assert.Contains("2 bytes, the manifest says 8", Assert.Throws<UserException>(() => Bundle.Load(Target)).Message);
    }

    [Theory]
    [InlineData("{", "not the JSON")]
    [InlineData("{\"format\": 2}", "not the JSON")]
    [InlineData("[]", "not the JSON")]
    public void Load_BrokenManifest_NamesIt(string text, string reason)
    {
        Write();
        var path = Path.Combine(Target, "manifest.json");
        File.WriteAllText(path, text);

        var message = Assert.Throws<UserException>(() => Bundle.Load(Target)).Message;

        Assert.StartsWith(path, message);
        Assert.Contains(reason, message);
    }

    [Fact]
    public void Load_OtherFormat_SaysWhichOne()
    {
        Write();
        var path = Path.Combine(Target, "manifest.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"format\": 1", "\"format\": 7"));

        Assert.Contains("bundle format 7", Assert.Throws<UserException>(() => Bundle.Load(Target)).Message);
    }

    [Fact]
    public void Load_EmptyFolder_SaysThereIsNoBundle()
    {
        Assert.Contains("no bundle there", Assert.Throws<UserException>(() => Bundle.Load(folder.Path)).Message);
    }

    [Fact]
    public void Dispose_WithoutCommit_LeavesTheOldBundle()
    {
        Write();
        using (var writer = new BundleWriter(Target)) File.WriteAllText(writer.At("vocab.txt"), "half");

        Assert.Equal(9, Bundle.Load(Target).Vocabulary.Count);
        Assert.False(Directory.Exists(Target + ".part"));
    }

    [Fact]
    public void Constructor_FolderOfOtherThings_Refuses()
    {
        folder.Write("letter.txt", "dear");

        Assert.Contains(folder.Path, Assert.Throws<UserException>(() => new BundleWriter(folder.Path)).Message);
        Assert.True(File.Exists(folder.File("letter.txt")));
    }

    [Fact]
    public void Commit_RelationsWithoutTheirPredicates_NamesTheFile()
    {
        var relations = new BundleRelations("student/eyes.onnx", "vocab.txt", "student/predicates.txt", 3, 10, new Dictionary<string, double>(), new Dictionary<string, string>());

        Assert.Contains("'student/predicates.txt' is used but not under 'files'", Assert.Throws<UserException>(() => Write(relations)).Message);
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public void Open_BeforeTheCommit_ReadsWhatIsWrittenAndFilesMayFollow()
    {
        Write();
        var manifest = Bundle.Load(Target).Manifest;
        using var writer = new BundleWriter(folder.File("second"));
        foreach (var file in manifest.Files.Keys.Where(f => f != "MODEL_CARD.md")) File.Copy(Path.Combine(Target, file), writer.At(file));

        Assert.Equal(["person", "dog"], writer.Open(manifest).Labels);
        File.WriteAllText(writer.At("MODEL_CARD.md"), "# another card\n");
        writer.Commit(manifest with { Detector = manifest.Detector with { Figures = new Dictionary<string, double> { ["test AP50"] = 0.5 } } });

        var committed = Bundle.Load(folder.File("second")).Manifest;
        Assert.Equal(manifest.Files.Keys.Order(), committed.Files.Keys.Order());
        Assert.Equal((null, 0.5), (manifest.Detector.Figures, committed.Detector.Figures!["test AP50"]));
    }

    private void Write(BundleRelations? relations = null)
    {
        using var writer = new BundleWriter(Target);
        File.WriteAllText(writer.At("vocab.txt"), "<pad>\n<bos>\n<eos>\n<unk>\n<mask>\n<sep>\n<cls>\na\ndog\n");
        File.WriteAllText(writer.At("labels.txt"), "person\ndog\n");
        File.WriteAllText(writer.At("tags.txt"), "grass\n");
        File.WriteAllText(writer.At("MODEL_CARD.md"), "# card\n");
        foreach (var graph in new[] { "eyes", "regions", "prefill", "step" }) File.WriteAllText(writer.At($"student/{graph}.onnx"), graph);
        File.WriteAllBytes(writer.At("student/weights.bin"), [1, 2, 3, 4, 5, 6, 7, 8]);
        var student = new BundleModel("student/eyes.onnx", "student/regions.onnx", "student/prefill.onnx", "student/step.onnx", 3, 4, 128, 1000,
            new Dictionary<string, double> { ["cider_beam3"] = 0.5 }, new Dictionary<string, string> { ["steps"] = "10" })
        { Relations = relations };
        writer.Commit(new BundleManifest(BundleManifest.CurrentFormat, DateTimeOffset.UnixEpoch, "vocab.txt", "labels.txt", "tags.txt",
            new Dictionary<string, BundleModel> { ["student"] = student }, new BundleDetector("student/eyes.onnx"), [], ["MIT"], new Dictionary<string, BundleFile>()));
    }
}
