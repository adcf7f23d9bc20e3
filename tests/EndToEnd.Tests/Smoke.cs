namespace VlDistill.EndToEnd.Tests;

/// <summary>The smoke recipe cut to a few steps, trained and exported once for all tests that need a run or a bundle.</summary>
public sealed class Smoke : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Lazy<string> run;
    private readonly Lazy<string> bundle;

    public Smoke()
    {
        run = new(() => Done(ProgramRun.Trainer([.. Train, "--out", folder.At("run")]), folder.At("run")));
        bundle = new(() => Done(ProgramRun.Trainer("export", "--run", Run, "--out", folder.At("bundle")), folder.At("bundle")));
    }

    /// <summary>The command that trained, without <c>--out</c>; a checkpoint at every step.</summary>
    public static string[] Train { get; } =
    [
        "train", "smoke", "--set", "epochs=0", "--set", "steps=8", "--set", "warmupSteps=2", "--set", "evaluateOn=8", "--set", "checkpointSeconds=0", "--set", "lanes=2",
    ];

    /// <summary>The first stage, which the tests of killing and of full disks repeat alone.</summary>
    public static string FirstStage => "student-eyes";

    /// <summary>A finished run's folder.</summary>
    public string Run => run.Value;

    /// <summary>The bundle exported from <see cref="Run"/>.</summary>
    public string Bundle => bundle.Value;

    public void Dispose() => folder.Dispose();

    private static string Done(ProgramRun program, string result)
    {
        Assert.True(program.ExitCode == 0, $"exit code {program.ExitCode}: {program.Errors}");
        return result;
    }
}

/// <summary>Shares one <see cref="Smoke"/> among the classes that need it.</summary>
[CollectionDefinition("smoke")]
public sealed class SmokeCollection : ICollectionFixture<Smoke>;
