using VlDistill.Trainer.Data;
using VlDistill.Trainer.Methods.Vild;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tests.Training;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Methods.Vild;

/// <summary>CLIP's two encoders by settings, with stubs of the same shapes.</summary>
public sealed class ClipTests : IDisposable
{
    private const int Dimensions = 8;

    private const string Json = """
        { "stages": [
          { "name": "eyes", "task": "detector", "data": "scenes", "trunk": "tiny", "size": 64, "without": "star", "tags": 0, "tagsWeight": 0, "epochs": 0, "steps": 1, "batchSize": 2, "evaluateOn": 4 },
          { "name": "clip-text", "task": "clip-text", "file": "FOLDER/text.onnx", "vocabulary": "FOLDER/vocab.json", "merges": "FOLDER/merges.txt" },
          { "name": "clip", "task": "crop-encoder", "ready": true, "data": "scenes", "eyes": "eyes", "boxes": "", "split": "star", "text": "clip-text", "cropsPerPicture": 1, "labelledPerPicture": 1,
            "network": { "file": "FOLDER/image.onnx", "size": 16, "outputs": ["image_embeds"], "mean": [0.48145466, 0.4578275, 0.40821073], "deviation": [0.26862954, 0.26130258, 0.27577711] } },
          { "name": "vild", "task": "vild", "data": "scenes", "eyes": "eyes", "boxes": "", "split": "star", "text": "clip-text", "crops": "clip", "hidden": 8, "cropsPerPicture": 1,
            "steps": 2, "batchSize": 4, "warmupSteps": 1, "evaluateOn": 4, "logEvery": 1 } ] }
        """;

    private readonly TemporaryFolder folder = new();

    public ClipTests()
    {
        // Ids in CLIP's order: characters, characters that end a word, merges, start, end.
        string[] pieces = ["a", "d", "g", "o", "a</w>", "d</w>", "g</w>", "o</w>", "do", "dog</w>", "go", "good</w>", "<|startoftext|>", "<|endoftext|>"];
        File.WriteAllText(folder.File("vocab.json"), "{" + string.Join(',', pieces.Select((p, i) => $"\"{p}\": {i}")) + "}");
        File.WriteAllLines(folder.File("merges.txt"), ["#version: 0.2", "d o", "do g</w>", "g o", "o d</w>", "go od</w>"]);
        StubImageNetworks.SaveClip(folder.File("image.onnx"), Dimensions);
        StubImageNetworks.SaveClipText(folder.File("text.onnx"), pieces.Length, Dimensions);
    }

    [Theory]
    [InlineData("dog", new[] { 12, 9, 13 })]
    [InlineData("  A DOG ", new[] { 12, 4, 9, 13 })]
    [InlineData("good", new[] { 12, 11, 13 })]
    [InlineData("", new[] { 12, 13 })]
    [InlineData("a dog a dog", new[] { 12, 4, 9, 4, 13 })]
    public void Encode_Words_AreMergedBestPairFirst(string text, int[] expected) =>
        Assert.Equal(expected, new ClipTokenizer(folder.File("vocab.json"), folder.File("merges.txt"), 5).Encode(text));

    [Fact]
    public void Encode_NoMerge_LeavesLetters() =>
        Assert.Equal([12, 2, 4, 13], new ClipTokenizer(folder.File("vocab.json"), folder.File("merges.txt"), 77).Encode("ga"));

    [Fact]
    public void Train_BothEncodersOfOneModel_TeachTheHead()
    {
        StageRunner.Run(Context(), []);

        Assert.InRange(VildFigures.Read(new StageFolder(folder.File("run"), "clip")).Figures["novel accuracy among all"], 0, 1);
        Assert.Contains("\"image\"", File.ReadAllText(new StageFolder(folder.File("run"), "vild").Metrics));
    }

    [Fact]
    public void Train_EncodersOfDifferentWidth_AreRefused()
    {
        StubImageNetworks.SaveClip(folder.File("image.onnx"), Dimensions + 1);
        Assert.Contains("gives 9 numbers", Assert.Throws<UserException>(() => StageRunner.Run(Context(), ["eyes", "clip"])).Message);
    }

    [Fact]
    public void Open_AbsentOutput_NamesThoseThereAre() =>
        Assert.Contains("it has image_embeds", Assert.Throws<UserException>(() => new CropNetwork(new CropNetworkSettings { File = folder.File("image.onnx"), Outputs = ["pooled"] }, DataFolders.Parse([]))).Message);

    public void Dispose() => folder.Dispose();

    private RunContext Context() =>
        new(folder.File("run"), Recipe.Parse(Json.Replace("FOLDER", folder.Path.Replace("\\", "/")), "r.json", []), DataFolders.Parse([$"cache={folder.File("cache")}"]), 9, false, new SilentProgress(), default);
}
