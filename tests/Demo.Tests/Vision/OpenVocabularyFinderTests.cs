using VlDistill.Bundles;
using VlDistill.Demo.Diagnostics;
using VlDistill.Demo.Vision;
using VlDistill.Inference;
using VlDistill.Regions;
using VlDistill.Tests.Inference;

namespace VlDistill.Demo.Tests.Vision;

public sealed class OpenVocabularyFinderTests : IDisposable
{
    private static readonly Region left = new(new Box(0, 0, 0.5f, 0.5f), 1, 0.9f), right = new(new Box(0.5f, 0.5f, 1, 1), 0, 0.5f);
    private readonly TemporaryFolder folder = new();
    private readonly Bundle bundle;
    private readonly OpenVocabulary names;
    private readonly OpenVocabularyFinder finder;
    private readonly FeatureMap features = FeatureMap.From([1, 2, 3], 1, 3, 1, 1);

    public OpenVocabularyFinderTests()
    {
        bundle = TinyBundle.Write(Path.Combine(folder.Path, "bundle"), namesWidth: 3);
        names = bundle.OpenVocabulary(Device.Cpu)!;
        finder = new OpenVocabularyFinder(bundle.Labels, names);
    }

    public void Dispose()
    {
        features.Dispose();
        finder.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Find_ClassesAndOtherNames_TakesLabelsFirst()
    {
        var found = finder.Find(["emu", "dog", "yak"], new Perception(RegionSet.From([left, right]), 0), features);

        // The left box would be an emu, but the detector calls it a dog.
        Assert.Equal([(0, 1), (1, 2)], found.Select(f => (f.Region!.Value, f.Prompt)));
        Assert.Equal(0.9f, found[0].Score);
        Assert.Equal(right.Box, found[1].Box);
    }

    [Fact]
    public void Find_Proposal_HasABoxAndNoRegion()
    {
        var seen = new Perception(RegionSet.From([]), 0) { Proposals = [right with { Score = 0.2f }] };

        var found = Assert.Single(finder.Find(["yak"], seen, features));

        Assert.Null(found.Region);
        Assert.Equal(right.Box, found.Box);
        Assert.InRange(found.Score, 0.25f, 0.45f);
    }

    [Fact]
    public void Find_ManyFrames_RunsTheTextEncoderOncePerNewPrompt()
    {
        var seen = new Perception(RegionSet.From([right]), 0);
        for (int frame = 0; frame < 4; frame++) finder.Find(["yak", "walrus"], seen, features);
        Assert.Equal(1, names.TextRuns);
    }

    [Fact]
    public void Find_PromptWithoutWords_IsToldAndLeftOut()
    {
        Assert.Contains("'?!'", finder.Problem(["yak", "?!"]), StringComparison.Ordinal);
        Assert.Null(finder.Problem(["yak", "anything at all"]));
        Assert.Equal(1, Assert.Single(finder.Find(["?!", "yak"], new Perception(RegionSet.From([right]), 0), features)).Prompt);
    }

    [Fact]
    public void OpenFinder_Bundle_DecidesWhichOne()
    {
        using var open = new BundleModels(bundle, Device.Cpu).OpenFinder();
        using var plain = new BundleModels(TinyBundle.Write(Path.Combine(folder.Path, "plain")), Device.Cpu).OpenFinder();
        Assert.IsType<OpenVocabularyFinder>(open);
        Assert.IsType<LabelFinder>(plain);
    }

    [Fact]
    public void Check_Bundle_SaysThatItFindsByAnyName() => Assert.EndsWith("finds by any name", InputCheck.Run(bundle.Folder), StringComparison.Ordinal);
}
