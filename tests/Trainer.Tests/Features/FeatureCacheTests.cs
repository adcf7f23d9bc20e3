using VlDistill.Regions;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Tests.Training;

namespace VlDistill.Trainer.Tests.Features;

public sealed class FeatureCacheTests
{
    [Fact]
    public void Maps_AfterWrite_AreTheHalvesAndTheBoxes()
    {
        using var folder = new TemporaryFolder();
        var region = new Region(new Box(0.1f, 0.2f, 0.5f, 0.75f), 17, 0.9f);
        var file = RecordFile.Open(folder.File("f.bin"), 3, FeatureCache.RecordBytes(2, 2), (first, records) =>
        {
            for (var i = 0; i < records.Length; i++) FeatureCache.Write(records[i].Span, [i, 0.5f, -1.25f, 4, 5, 6, 7, 1f / 3], i == 1 ? [region] : []);
        }, new SilentProgress(), CancellationToken.None);
        using var cache = new FeatureCache(file, 2, 2);

        using var maps = cache.Maps([2, 1]);

        Assert.Equal([2, 2, 2, 2], maps.shape);
        Assert.Equal([2, 0.5f, -1.25f, 4, 5, 6, 7, (float)(Half)(1f / 3)], maps[0].contiguous().data<float>().ToArray());
        Assert.Equal([region], cache.Boxes(1));
        Assert.Empty(cache.Boxes(0));
    }
}
