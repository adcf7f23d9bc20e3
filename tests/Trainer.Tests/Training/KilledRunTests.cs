using System.Diagnostics;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Training;

public sealed class KilledRunTests
{
    private const string Recipe = """
        { "stages": [ { "name": "eyes", "task": "detector", "data": "scenes", "trunk": "tiny", "size": 32, "tags": 8, "epochs": 0, "steps": 60,
          "batchSize": 4, "lanes": 2, "warmupSteps": 5, "evaluateEvery": 25, "evaluateOn": 8, "checkpointSeconds": 0, "logEvery": 5 } ] }
        """;

    [Fact]
    public void Train_KilledAtRandomMomentsAndResumed_EndsWithTheSameWeights()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("tiny.json"), Recipe);
        using (var straight = Start(folder, "straight"))
        {
            straight.WaitForExit();
            Assert.Equal(0, straight.ExitCode);
        }
        var random = new Random();
        var checkpoint = new StageFolder(folder.File("killed"), "eyes").Last;
        foreach (var step in new[] { 0, 10, 30 }.Select(first => first + random.Next(10)))
        {
            using var killed = Start(folder, "killed");
            while (!killed.HasExited && (!File.Exists(checkpoint) || Checkpoint.LoadState(checkpoint).Step < step)) Thread.Sleep(random.Next(30));
            killed.Kill();
            killed.WaitForExit();
        }
        using (var last = Start(folder, "killed"))
        {
            last.WaitForExit();
            Assert.Equal(0, last.ExitCode);
        }

        foreach (var file in new[] { "last.ckpt" })
            CheckpointFiles.AssertSameTensors(Path.Combine(folder.File("straight"), "eyes", file), Path.Combine(folder.File("killed"), "eyes", file));
    }

    private static Process Start(TemporaryFolder folder, string run)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "VlDistill.Trainer.dll");
        var start = new ProcessStartInfo("dotnet", [program, "train", folder.File("tiny.json"), "--out", folder.File(run), "--data", $"cache={folder.File("cache")}", "--resume"])
        {
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }
}
