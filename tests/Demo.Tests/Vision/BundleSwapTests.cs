using System.Diagnostics;
using VlDistill.Bundles;
using VlDistill.Demo.Vision;
using VlDistill.Frames;
using VlDistill.Inference;

namespace VlDistill.Demo.Tests.Vision;

/// <summary>Swaps between bundles of the real kind: the one that ships and damaged copies of it.</summary>
public sealed class BundleSwapTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("student/step.onnx", "damaged")]
    [InlineData("vocab.txt", "bytes, the manifest says")]
    [InlineData("manifest.json", "manifest.json")]
    public void Load_DamagedCopy_KeepsTheOldOneAndNamesTheFile(string file, string told)
    {
        using var folder = new TemporaryFolder();
        string copy = Copy(folder.File("bundle"));
        Damage(Path.Combine(copy, file), shorten: !file.EndsWith(".onnx", StringComparison.Ordinal));
        var pool = new FramePool();
        using var stage = new VisionStage(Shipped(), everyFrame: true, new SystemClock(), (_, _) => { });
        stage.Open();
        var before = stage.Feeds;

        stage.Load(copy);
        Until(stage, () => stage.Notice?.StartsWith("kept", StringComparison.Ordinal) == true);
        stage.Frames.Put(pool.Rent(1, TimeSpan.FromSeconds(1), 64, 48));
        stage.Step();

        Assert.Same(before, stage.Feeds);
        Assert.NotNull(stage.Feeds[0].LatestComplete);
        Assert.Contains(told, stage.Notice, StringComparison.Ordinal);
        Assert.Contains(file, stage.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WholeCopy_ShowsItWithTheSameModels()
    {
        using var folder = new TemporaryFolder();
        string copy = Copy(folder.File("bundle"));
        using var stage = new VisionStage(Shipped(), everyFrame: true, new SystemClock(), (_, _) => { });
        stage.Open();
        var before = stage.Feeds;

        stage.Load(copy);
        Until(stage, () => stage.Feeds != before);

        Assert.Equal(before.Select(feed => feed.Model), stage.Feeds.Select(feed => feed.Model));
        Assert.All(stage.Feeds, feed => Assert.InRange(feed.Statistics.Megabytes, 1, 200));
    }

    private static BundleModels Shipped() => new(Bundle.Load(Bundle.DefaultFolder), Device.Cpu, wanted: "student");

    private static string Copy(string target)
    {
        foreach (string file in Directory.EnumerateFiles(Bundle.DefaultFolder, "*", SearchOption.AllDirectories))
        {
            string to = Path.Combine(target, Path.GetRelativePath(Bundle.DefaultFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        return target;
    }

    private static void Damage(string path, bool shorten)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 0xFF;
        File.WriteAllBytes(path, shorten ? bytes[..(bytes.Length / 2)] : bytes);
    }

    private static void Until(VisionStage stage, Func<bool> reached)
    {
        var watch = Stopwatch.StartNew();
        while (!reached())
        {
            Assert.True(watch.Elapsed < Patience, $"not within {Patience.TotalSeconds} s; {stage.Notice}");
            stage.Update();
            Thread.Sleep(5);
        }
    }
}
