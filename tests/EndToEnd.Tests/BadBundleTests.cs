using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace VlDistill.EndToEnd.Tests;

/// <summary>Bundles and sources that are missing, damaged or of the wrong kind: one line that names the file, exit code 2.</summary>
[Collection("smoke")]
public sealed class BadBundleTests(Smoke smoke) : IDisposable
{
    private const string Broken = "student/prefill.onnx";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Caption_FileMissingInBundle_NamesIt()
    {
        var bundle = folder.Copy(smoke.Bundle, "bundle");
        File.Delete(Path.Combine(bundle, Broken));

        AssertNamed(Caption(bundle), Broken);
    }

    [Fact]
    public void Caption_DamagedFileInBundle_NamesIt()
    {
        var bundle = folder.Copy(smoke.Bundle, "bundle");
        var bytes = File.ReadAllBytes(Path.Combine(bundle, Broken));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(Path.Combine(bundle, Broken), bytes);

        AssertNamed(Caption(bundle), Broken);
    }

    [Fact]
    public void Caption_GraphOfAnotherShape_NamesIt()
    {
        var bundle = folder.Copy(smoke.Bundle, "bundle");
        var wrong = Path.Combine(bundle, Broken);
        File.Copy(Path.Combine(bundle, "student/step.onnx"), wrong, overwrite: true);
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(bundle, "manifest.json")))!;
        manifest["files"]![Broken]!["sha256"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(wrong)));
        manifest["files"]![Broken]!["bytes"] = new FileInfo(wrong).Length;
        File.WriteAllText(Path.Combine(bundle, "manifest.json"), manifest.ToJsonString());

        AssertNamed(Caption(bundle), Broken);
    }

    [Fact]
    public void Caption_TextNamedJpg_NamesIt() =>
        AssertNamed(ProgramRun.Trainer("caption", "--images", folder.Write("text.jpg", "not a picture"), "--bundle", smoke.Bundle, "--out", folder.At("out.json")), "text.jpg");

    [SkippableTheory]
    [InlineData("nowhere.mp4")]
    [InlineData("camera:63")]
    public void Demo_SourceThatIsNotThere_NamesIt(string source) => AssertNamed(Show(source), source == "camera:63" ? "63" : source);

    [SkippableTheory]
    [InlineData("text.jpg")]
    [InlineData("text.mp4")]
    public void Demo_TextInsteadOfMedia_NamesIt(string name) => AssertNamed(Show(folder.Write(name, "not a picture")), name);

    private ProgramRun Show(string source) =>
        ProgramRun.Demo("demo", "--headless", "--seconds", "2", "--source", source, "--bundle", smoke.Bundle, "--out", folder.At("out"));

    private ProgramRun Caption(string bundle) =>
        ProgramRun.Trainer("caption", "--images", Picture.Write(folder.At("a.bmp")), "--bundle", bundle, "--out", folder.At("out.json"));

    private static void AssertNamed(ProgramRun run, string named)
    {
        Assert.True(run.ExitCode == 2, $"exit code {run.ExitCode}: {run.Errors}");
        Assert.Contains(named, Assert.Single(run.ErrorLines));
    }
}
