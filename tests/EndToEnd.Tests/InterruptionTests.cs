namespace VlDistill.EndToEnd.Tests;

/// <summary>Trainings that are killed or run out of disk lose nothing that was saved.</summary>
[Collection("smoke")]
public sealed class InterruptionTests(Smoke smoke) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Train_KilledThreeTimesAndResumed_EndsWithTheSameWeights()
    {
        string[] train = [.. Smoke.Train, "--stage", Smoke.FirstStage, "--out", folder.At("run")];
        var checkpoint = folder.At($"run/{Smoke.FirstStage}/last.ckpt");
        var kills = 0;
        var random = new Random(5);
        for (int i = 0; i < 3; i++)
        {
            var before = Written(checkpoint);
            var pause = TimeSpan.FromMilliseconds(random.Next(60));
            string[] resume = i == 0 ? [] : ["--resume"];
            if (ProgramRun.KillTrainer(() => IsNewer(checkpoint, before, pause), [.. train, .. resume])) kills++;
        }

        var last = ProgramRun.Trainer([.. train, "--resume"]);

        Assert.True(last.ExitCode == 0, last.Errors);
        Assert.True(kills > 0, "the training ended before it could be killed once");
        Assert.Equal(File.ReadAllBytes(Path.Combine(smoke.Run, Smoke.FirstStage, "last.ckpt")), File.ReadAllBytes(checkpoint));
    }

    [SkippableFact]
    public void Train_DiskFullAtCheckpoint_KeepsThePreviousOne()
    {
        var size = new FileInfo(Path.Combine(smoke.Run, Smoke.FirstStage, "last.ckpt")).Length;
        using var disk = SmallDisk.Mount(folder.At("disk"), size * 3 / 2);
        var checkpoint = folder.At($"disk/run/{Smoke.FirstStage}/last.ckpt");

        var run = ProgramRun.Trainer([.. Smoke.Train, "--stage", Smoke.FirstStage, "--data", $"cache={folder.At("cache")}", "--out", folder.At("disk/run")]);

        Assert.True(run.ExitCode == 2, $"exit code {run.ExitCode}: {run.Errors}");
        Assert.Contains("last.ckpt", Assert.Single(run.ErrorLines));
        // Only the note about the best step, written after the last evaluation, is missing.
        Assert.InRange(new FileInfo(checkpoint).Length, size - 200, size);
    }

    private static DateTime Written(string file) => File.Exists(file) ? File.GetLastWriteTimeUtc(file) : DateTime.MinValue;

    private static bool IsNewer(string file, DateTime than, TimeSpan pause)
    {
        if (Written(file) <= than) return false;
        Thread.Sleep(pause);
        return true;
    }
}
