using System.Diagnostics;
using VlDistill.Bundles;
using VlDistill.Demo.Tests.Recording.Replay;
using Xunit.Abstractions;

namespace VlDistill.Demo.Tests.Fuzz;

/// <summary>
/// A hundred damaged inputs. Each kind is opened by the program itself in a process of its own, so that a crash of a native library
/// shows as this process's exit code and a hang as its missing lines.
/// </summary>
[Collection("display")]
public sealed class BadInputTests(ITestOutputHelper log) : IDisposable
{
    // VLDISTILL_FUZZ_SEED tries other damage.
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("VLDISTILL_FUZZ_SEED"), out int seed) ? seed : 20260;
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(4);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Check_DamagedVideos_PlaysOrNamesEach() => AssertAnswers(DamagedFiles.Videos(folder, 25, Seed));

    [Fact]
    public void Check_DamagedPictures_PlaysOrNamesEach() => AssertAnswers(DamagedFiles.Pictures(folder, 25, Seed));

    [Fact]
    public void Check_DamagedBundles_WorksOrNamesEach() => AssertAnswers(DamagedFiles.Bundles(folder, Bundle.DefaultFolder, 25, Seed));

    [Fact]
    public void Check_DamagedSessions_ReplaysOrNamesEach() => AssertAnswers(DamagedFiles.Sessions(folder, 25, Seed));

    [DisplayFact]
    public void Demo_DamagedInputsThatPlay_AreDrawn()
    {
        string[] played = [.. new[] { DamagedFiles.Sessions(folder, 12, Seed), DamagedFiles.Videos(folder, 12, Seed) }
            .SelectMany(paths => paths.Zip(Check(paths).Lines).Where(pair => pair.Second.StartsWith("ok ", StringComparison.Ordinal)).Select(pair => pair.First).Take(2))];
        Assert.NotEmpty(played);
        foreach (string path in played)
        {
            var (code, lines) = Program("demo", "--headless", "--seconds", "1", "--view", "inspector", "--source", path);
            Assert.True(code == ExitCode.Done, $"{path}: exit code {code} after {string.Join('\n', lines)}");
        }
    }

    [Fact]
    public void Check_SoundInputs_AllWork()
    {
        var (code, lines) = Check([folder.Video("clip.mp4", 20), folder.Picture("a.png", 9, 9, 9), Bundle.DefaultFolder, DamagedFiles.StudentBundle(folder.File("bundle"), Bundle.DefaultFolder, out _), RecordedFolder.Write(folder)]);

        Assert.Equal(ExitCode.Done, code);
        Assert.All(lines, line => Assert.StartsWith("ok ", line));
    }

    [Fact]
    public void Damage_SameSeed_IsTheSame()
    {
        byte[] whole = new byte[1000];
        Random.Shared.NextBytes(whole);

        Assert.Equal(Several(new Damage(7)), Several(new Damage(7)));

        List<byte[]> Several(Damage damage) => [.. Enumerable.Range(0, 20).Select(_ => damage.Of(whole))];
    }

    private void AssertAnswers(IReadOnlyList<string> paths)
    {
        var (code, lines) = Check(paths);

        log.WriteLine(string.Join('\n', lines));
        Assert.True(code is ExitCode.Done or ExitCode.Failure, $"exit code {code} after {lines.Count} of {paths.Count}: {string.Join('\n', lines.TakeLast(3))}");
        Assert.Equal(paths.Count, lines.Count);
        Assert.All(paths.Zip(lines), pair =>
        {
            Assert.Matches("^(ok |bad )", pair.Second);
            // A part of the input, such as one file of a bundle, is named with its path as well.
            Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal);
            Assert.DoesNotContain("no answer within", pair.Second, StringComparison.Ordinal);
        });
        // Damage that nothing notices would prove nothing.
        Assert.Contains(lines, line => line.StartsWith("bad ", StringComparison.Ordinal));
    }

    private static (int Code, IReadOnlyList<string> Lines) Check(IReadOnlyList<string> paths) => Program(["check", .. paths]);

    private static (int Code, IReadOnlyList<string> Lines) Program(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[typeof(DemoApp).Assembly.Location, .. arguments]) start.ArgumentList.Add(argument);
        using var program = Process.Start(start)!;
        var output = program.StandardOutput.ReadToEndAsync();
        var errors = program.StandardError.ReadToEndAsync();
        if (!program.WaitForExit(patience)) program.Kill(entireProcessTree: true);
        // Decoders grumble there in lines of their own; an exception that nobody expected has a stack trace.
        Assert.False(errors.Result.Contains("\n   at ", StringComparison.Ordinal), errors.Result);
        return (program.ExitCode, output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
