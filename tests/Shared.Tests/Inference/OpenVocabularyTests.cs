using VlDistill.Bundles;
using VlDistill.Frames;
using VlDistill.Inference;
using VlDistill.Regions;

namespace VlDistill.Tests.Inference;

public sealed class OpenVocabularyTests : IDisposable
{
    private static readonly Box left = new(0, 0, 0.5f, 0.5f), right = new(0.5f, 0.5f, 1, 1);
    private readonly TemporaryFolder folder = new();
    private readonly Bundle bundle;
    private readonly OpenVocabulary names;
    private readonly FeatureMap features = FeatureMap.From([1, 2, 3], 1, 3, 1, 1);

    public OpenVocabularyTests()
    {
        bundle = TinyBundle.Write(folder.File("bundle"), namesWidth: 3);
        names = bundle.OpenVocabulary(Device.Cpu)!;
    }

    public void Dispose()
    {
        features.Dispose();
        names.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Score_NewAndKnownNames_FollowsTheEnsemble()
    {
        // Competing: yak, gnu, emu (and background with the text head); the scale is 2.
        var scores = names.Score(features, [left, right], ["a yak"]);

        double Novel(double cosine, double others)
        {
            var said = Math.Exp(2 * cosine) / (Math.Exp(2 * cosine) + others + 1);
            var seen = Math.Exp(2 * cosine) / (Math.Exp(2 * cosine) + others);
            return Math.Pow(said, 1 / 3.0) * Math.Pow(seen, 2 / 3.0);
        }

        Assert.Equal([Novel(0, 1 + Math.Exp(2)), Novel(1, 2)], scores.Select(s => (double)s), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Score_BaseName_TrustsTheTextHead()
    {
        var score = names.Score(features, [left], ["emu", "emu"]);
        var (said, seen) = (Math.Exp(2) / (Math.Exp(2) + 2), Math.Exp(2) / (Math.Exp(2) + 1));
        Assert.Equal(Math.Pow(said, 2 / 3.0) * Math.Pow(seen, 1 / 3.0), score[0], 1e-5);
        Assert.Equal(score[0], score[1]);
    }

    [Fact]
    public void Score_ManyFrames_RunsTheTextEncoderOncePerNewPrompt()
    {
        Assert.Equal(0, names.TextRuns);
        names.Score(features, [left, right], ["yak"]);
        Assert.Equal(1, names.TextRuns);
        for (var frame = 0; frame < 5; frame++) names.Score(features, [right], ["The Yak"]);
        Assert.Equal(1, names.TextRuns);
        names.Score(features, [left], ["yak", "walrus"]);
        Assert.Equal(2, names.TextRuns);
        names.Embed("walrus");
        Assert.Equal(2, names.TextRuns);
    }

    [Fact]
    public void Score_NothingToScore_IsEmpty()
    {
        Assert.Empty(names.Score(features, [], ["yak"]));
        Assert.Empty(names.Score(features, [left], []));
        Assert.Equal(0, names.TextRuns);
    }

    [Fact]
    public void Embed_NameWithoutLetters_IsRefused() => Assert.Contains("'?!'", Assert.Throws<UserException>(() => names.Embed("?!")).Message);

    [Theory]
    [InlineData("red bus", "bus", true)]
    [InlineData("sofa", "couch", true)]
    [InlineData("busy street", "bus", false)]
    [InlineData("giraffe", "zebra", false)]
    public void IsKindOf_PromptAndBaseName_AreComparedByWords(string prompt, string name, bool expected) => Assert.Equal(expected, OpenVocabulary.IsKindOf(prompt, name));

    [Fact]
    public void See_BundleWithOpenVocabulary_ProposesWhatIsNoRegion()
    {
        using var eyes = bundle.OpenEyes(Device.Cpu, 1);
        var perception = eyes.Perceive(new Frame(0, TimeSpan.Zero, 4, 4, new byte[48]));
        // The box that is the first once more is no proposal; the unlikely whole picture is.
        Assert.Equal([new Region(Box.Whole, 0, 0.1f)], perception.Proposals);
        Assert.Equal(2, perception.Regions.Detected.Count);
    }

    [Fact]
    public void Open_OtherWidth_NamesTheGraph()
    {
        var other = TinyBundle.Write(folder.File("other"), namesWidth: 4);
        Assert.Matches(@"open.regions\.onnx: output text is Single \[\?,3\], this program needs text Single \[\?,4\]", Assert.Throws<UserException>(() => other.OpenVocabulary(Device.Cpu)).Message);
    }

    [Fact]
    public void Load_DamagedWords_NamesThem()
    {
        File.AppendAllText(folder.File("bundle/open/words.txt"), "x");
        Assert.Contains("words.txt", Assert.Throws<UserException>(() => Bundle.Load(folder.File("bundle"))).Message);
    }

    [Fact]
    public void OpenVocabulary_BundleWithout_IsNull() => Assert.Null(TinyBundle.Write(folder.File("plain")).OpenVocabulary(Device.Cpu));
}
