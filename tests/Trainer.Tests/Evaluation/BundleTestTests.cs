using VlDistill.Bundles;
using VlDistill.Metrics;
using VlDistill.Regions;
using VlDistill.Trainer.Evaluation;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Tests.Export;
using Device = VlDistill.Inference.Device;

namespace VlDistill.Trainer.Tests.Evaluation;

public sealed class BundleTestTests : TinyRun
{
    [Fact]
    public void Run_BoxesAndTags_MeasuresBothAndTypedNames()
    {
        WriteHead();
        WritePhrases();
        var bundle = Exported();

        var (eyes, names) = BundleTest.Run(bundle, Photographs(bundle.Labels, [bundle.Tags[0]]), Device.Cpu);

        Assert.Equal([BundleTest.AnyClassAp50, BundleTest.Ap50, BundleTest.TagMap], eyes.Keys);
        // The one picture deserves the one tag.
        Assert.Equal(1, eyes[BundleTest.TagMap]);
        Assert.Equal([BundleTest.Ap50], names!.Keys);
        Assert.All(eyes.Values.Concat(names.Values), v => Assert.InRange(v, 0, 1));
    }

    [Fact]
    public void Run_OtherClassesAndNoTags_LeavesTheirFiguresOut()
    {
        var (eyes, names) = BundleTest.Run(Exported(), Photographs(["gnu"], []), Device.Cpu);

        Assert.Empty(eyes);
        Assert.Null(names);
    }

    [Fact]
    public void Run_PhotographIsGone_NamesIt()
    {
        var bundle = Exported();
        var photographs = Photographs(bundle.Labels, []);
        File.Delete(photographs.Pictures[0].Path);

        Assert.Contains("picture.ppm", Assert.Throws<UserException>(() => BundleTest.Run(bundle, photographs, Device.Cpu)).Message);
    }

    private Bundle Exported()
    {
        WriteEyes();
        WriteCaptioner("student");
        new BundleExport(Run, Target).Write();
        return Bundle.Load(Target);
    }

    private TestPhotographs Photographs(IReadOnlyList<string> classes, IReadOnlyList<string> tags)
    {
        File.WriteAllText(At("picture.ppm"), "P3 2 1 255 10 20 30 30 40 50\n");
        return new TestPhotographs([new TestPhotograph(At("picture.ppm"), [new TruthBox(Box.Whole, 0)], tags.ToHashSet())], classes, tags);
    }
}
