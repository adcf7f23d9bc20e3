using System.Diagnostics;

namespace VlDistill.EndToEnd.Tests;

/// <summary>What a finished program left behind.</summary>
public sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    // Ends what hangs; long, because a busy machine can be twenty times slower than an idle one.
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(10);

    /// <summary>The lines on the error stream that begin with <c>error:</c>.</summary>
    public IReadOnlyList<string> ErrorLines => [.. Errors.Split('\n').Where(l => l.StartsWith("error:", StringComparison.Ordinal))];

    public static ProgramRun Trainer(params string[] arguments) => Start("Trainer", arguments);

    /// <summary>The demo opens its GL window also for a headless run.</summary>
    public static ProgramRun Demo(params string[] arguments)
    {
        Skip.If(OperatingSystem.IsLinux() && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY")), "no DISPLAY; run under Xvfb (./vldistill test does)");
        return Start("Demo", arguments);
    }

    /// <summary>Starts the trainer and kills it, without a chance to tidy up, as soon as <paramref name="isTime"/> says so; false if it ended before.</summary>
    public static bool KillTrainer(Func<bool> isTime, params string[] arguments)
    {
        using var process = Process.Start(Command("Trainer", arguments))!;
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        while (!process.HasExited && !isTime()) Thread.Sleep(2);
        var alive = !process.HasExited;
        process.Kill();
        process.WaitForExit();
        return alive;
    }

    private static ProcessStartInfo Command(string program, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Assembly(program), .. arguments]) start.ArgumentList.Add(argument);
        return start;
    }

    private static ProgramRun Start(string program, string[] arguments)
    {
        using var process = Process.Start(Command(program, arguments))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within {patience.TotalMinutes} minutes");
        }

        return new ProgramRun(process.ExitCode, output.Result, errors.Result);
    }

    // artifacts/STACK/bin/EndToEnd.Tests/release/ → artifacts/STACK/bin/PROGRAM/release/
    private static string Assembly(string program)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(here.Parent!.Parent!.FullName, program, here.Name, $"VlDistill.{program}.dll");
    }
}
