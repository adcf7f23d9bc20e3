using System.Diagnostics;

namespace VlDistill.EndToEnd.Tests;

/// <summary>What a finished program left behind.</summary>
public sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(4);

    /// <summary>The lines on the error stream that begin with <c>error:</c>.</summary>
    public IReadOnlyList<string> ErrorLines => [.. Errors.Split('\n').Where(l => l.StartsWith("error:", StringComparison.Ordinal))];

    public static ProgramRun Trainer(params string[] arguments) => Start("Trainer", arguments);

    /// <summary>The demo opens its GL window also for a headless run.</summary>
    public static ProgramRun Demo(params string[] arguments)
    {
        Skip.If(OperatingSystem.IsLinux() && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY")), "no DISPLAY; run under Xvfb (./vldistill test does)");
        return Start("Demo", arguments);
    }

    private static ProgramRun Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Assembly(program), .. arguments]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
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
