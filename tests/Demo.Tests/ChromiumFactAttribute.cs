using System.Diagnostics;

namespace VlDistill.Demo.Tests;

/// <summary>A test that opens a page in headless Chromium; skipped with the reason where that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.Program is null) Skip = "no chromium, chromium-browser or google-chrome in PATH";
    }
}

/// <summary>Headless Chromium without a network.</summary>
internal static class Chromium
{
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => (string[])["chromium", "chromium-browser", "google-chrome"], Path.Combine).FirstOrDefault(File.Exists);

    /// <summary>The page's elements after its scripts ran.</summary>
    public static string Dom(string page)
    {
        string profile = Directory.CreateTempSubdirectory("vldistill-chromium-").FullName;
        try
        {
            string[] arguments = [
                "--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={profile}", "--host-resolver-rules=MAP * ~NOTFOUND",
                "--virtual-time-budget=3000", "--dump-dom", new Uri(page).AbsoluteUri];
            using var process = Process.Start(new ProcessStartInfo(Program!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var dom = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(TimeSpan.FromSeconds(120)))
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException("chromium did not end within 120 s");
            }

            return dom.GetAwaiter().GetResult();
        }
        finally
        {
            Clear(profile);
        }
    }

    // The browser's own processes may still write there for a moment.
    private static void Clear(string profile)
    {
        try
        {
            Directory.Delete(profile, recursive: true);
        }
        catch (IOException)
        {
        }
    }
}
