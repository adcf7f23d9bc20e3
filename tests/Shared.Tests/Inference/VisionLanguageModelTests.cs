using VlDistill.Bundles;
using VlDistill.Frames;
using VlDistill.Inference;
using VlDistill.Regions;

namespace VlDistill.Tests.Inference;

public sealed class VisionLanguageModelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Frame frame = new(0, TimeSpan.Zero, 2, 1, [10, 20, 30, 30, 40, 50]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Perceive_HandMadeEyes_ThinsOutBoxesAndKeepsColourOrder()
    {
        using var eyes = TinyBundle.Write(folder.File("b")).OpenEyes(Device.Cpu, 1);

        var (seen, features) = eyes.See(frame);
        using var map = features;

        Assert.Equal([new Region(new Box(0, 0, 0.5f, 0.5f), 1, 0.9f), new Region(new Box(0.5f, 0.5f, 1, 1), 0, 0.7f)], seen.Regions.Detected);
        Assert.Equal(RegionSet.FixedTokens + 2, seen.Regions.Tokens.Count);
        Assert.Equal([20f, 30f, 40f], map.Value.GetTensorDataAsSpan<float>());
        Assert.Equal([1L, 3, 1, 1], map.Value.GetTensorTypeAndShape().Shape);
        Assert.Equal([0.25f, 0.75f], seen.Tags);
    }

    [Theory]
    [InlineData("student")]
    [InlineData("teacher")]
    public void Describe_Beam_KeepsEveryHypothesisItsOwnCache(string name)
    {
        var (model, perception, features) = Open(name);
        using (model)
        using (features)
        {
            var said = model.Describe(frame, perception, features, new DecodingOptions(Beam: 3, LengthPenalty: 0)).Caption;

            Assert.Equal("b c e", said.Text);
            Assert.Equal(Math.Log(0.4 * 0.95), said.LogProbability, 1e-3);
        }
    }

    [Fact]
    public void Describe_Greedy_TellsWordsAndTimes()
    {
        var (model, perception, features) = Open("student");
        using (model)
        using (features)
        {
            var heard = new List<string>();

            var description = model.Describe(frame, perception, features, new DecodingOptions(Beam: 1), word => heard.Add(word.Text));

            Assert.StartsWith("a c ", description.Caption.Text);
            Assert.Equal(description.Caption.Words.Select(w => w.Text), heard);
            Assert.Equal(0, description.Times.Eyes);
            Assert.InRange(description.Times.FirstToken, 1e-6, description.Times.Total);
        }
    }

    [Fact]
    public void Describe_Attention_CoversTheRegionsOnly()
    {
        var (model, perception, features) = Open("student");
        using (model)
        using (features)
        {
            var word = model.Describe(frame, perception, features, new DecodingOptions(Beam: 2)).Caption.Words[1];

            // The stub's attention to a region is its key: the mean of (20 + x2, 30 + y2, 40).
            var expected = perception.Regions.Tokens.Select(b => (90 + b.X2 + b.Y2) / 3).ToArray();
            Assert.Equal(expected.Length, word.Attention.Length);
            Assert.All(expected.Zip(word.Attention), p => Assert.Equal(p.First, p.Second, 1e-3));
        }
    }

    [Fact]
    public void Describe_Greedy_TellsRolloutAndABeamDoesNot()
    {
        var (model, perception, features) = Open("student");
        using (model)
        using (features)
        {
            var words = model.Describe(frame, perception, features, new DecodingOptions(MaxWords: 3)).Caption.Words;

            // One layer: the rollout is the attention on regions, scaled.
            Assert.All(words, word => Assert.All(word.Attention.Zip(word.Rollout), p => Assert.Equal(p.First / word.Attention.Sum(), p.Second, 1e-5)));
            Assert.All(model.Describe(frame, perception, features, new DecodingOptions(Beam: 2)).Caption.Words, word => Assert.Empty(word.Rollout));
        }
    }

    [Theory]
    [InlineData("student", 1)]
    [InlineData("student", 3)]
    [InlineData("teacher", 1)]
    public void Describe_RegionStatesWanted_AreTheTeachersOrMappedToThem(string name, int beam)
    {
        var (model, perception, features) = Open(name, teacherWidth: 3);
        using (model)
        using (features)
        {
            var states = model.Describe(frame, perception, features, new DecodingOptions(beam, RegionStates: true)).RegionStates!;

            // A region is (20 + x2, 30 + y2, 40); the map doubles the sum.
            var expected = perception.Regions.Tokens.SelectMany(b => name == "teacher"
                ? (float[])[20 + b.X2, 30 + b.Y2, 40]
                : [.. Enumerable.Repeat(2 * (90 + b.X2 + b.Y2), 3)]);
            Assert.Equal(expected, states, (x, y) => Math.Abs(x - y) < 1e-3);
            Assert.Null(model.Describe(frame, perception, features, new DecodingOptions(beam)).RegionStates);
        }
    }

    [Fact]
    public void Describe_BundleWithoutStates_TellsNone()
    {
        var (model, perception, features) = Open("teacher");
        using (model)
        using (features) Assert.Null(model.Describe(frame, perception, features, new DecodingOptions(RegionStates: true)).RegionStates);
    }

    [Fact]
    public void Describe_ManyThreads_SayTheSame()
    {
        var (model, perception, features) = Open("teacher");
        using (model)
        using (features)
        {
            var said = new string[40];
            Parallel.For(0, said.Length, i => said[i] = model.Describe(frame, perception, features, new DecodingOptions(Beam: 3, LengthPenalty: 0)).Caption.Text);

            Assert.All(said, s => Assert.Equal("b c e", s));
        }
    }

    [Fact]
    public void OpenModel_GraphOfAnotherVocabulary_NamesTheFileAndTheTensor()
    {
        var bundle = TinyBundle.Write(folder.File("b"), stepVocabulary: 13);

        var message = Assert.Throws<UserException>(() => bundle.OpenModel("student", Device.Cpu, 1)).Message;

        Assert.Contains("step.onnx: output logits is Single [?,13], this program needs logits Single [?,12]", message);
    }

    [Fact]
    public void OpenModel_NotOnnx_NamesTheFile()
    {
        var path = folder.Write("eyes.onnx", "hello");

        Assert.StartsWith($"{path}: ONNX Runtime cannot load it", Assert.Throws<UserException>(() => new OnnxGraph(path, Device.Cpu, 1, [], [])).Message);
    }

    [Fact]
    public void OpenModel_UnknownName_TellsWhatThereIs()
    {
        var bundle = TinyBundle.Write(folder.File("b"));

        Assert.Contains("no model 'plain'; it has student, teacher", Assert.Throws<UserException>(() => bundle.OpenModel("plain", Device.Cpu, 1)).Message);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("cpu")]
    [InlineData("cuda")]
    public void Choose_KnownWish_GivesADeviceThatRuns(string wish)
    {
        var device = Device.Choose(wish);
        using var eyes = TinyBundle.Write(folder.File("b")).OpenEyes(device, 1);

        Assert.Equal(2, eyes.Perceive(frame).Regions.Detected.Count);
        Assert.NotEmpty(device.Note);
    }

    [Fact]
    public void Choose_UnknownWish_SaysWhatIsAllowed()
    {
        Assert.Contains("auto, cpu or cuda", Assert.Throws<UserException>(() => Device.Choose("tpu")).Message);
    }

    private (VisionLanguageModel Model, Perception Perception, FeatureMap Features) Open(string name, int teacherWidth = 0)
    {
        var bundle = TinyBundle.Write(folder.File("b"), teacherWidth: teacherWidth);
        using var eyes = bundle.OpenEyes(Device.Cpu, 1);
        var (perception, features) = eyes.See(frame);
        return (bundle.OpenModel(name, Device.Cpu, 1), perception, features);
    }
}
