using System.Diagnostics;
using System.Text.Json;
using VlDistill.Demo.Recording;

namespace VlDistill.Demo.Diagnostics;

/// <summary>Runs the demo as a program of its own, as a user would start it, and reads the summary it leaves.</summary>
public static class LiveBench
{
    /// <param name="arguments">Arguments of <c>demo</c> besides --headless and --out.</param>
    /// <exception cref="UserException">The demo failed; the message is its own.</exception>
    public static SessionSummary Run(IEnumerable<string> arguments)
    {
        string folder = Directory.CreateTempSubdirectory("vldistill-bench-").FullName;
        try
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardError = true, RedirectStandardOutput = true };
            // Under the dotnet host the program is the first argument.
            if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(LiveBench).Assembly.Location);
            foreach (string argument in (string[])["demo", "--headless", "--out", folder, .. arguments]) start.ArgumentList.Add(argument);
            using var demo = Process.Start(start) ?? throw new UserException($"{start.FileName} cannot be started; build again");
            demo.OutputDataReceived += (_, _) => { };
            demo.BeginOutputReadLine();
            string errors = demo.StandardError.ReadToEnd();
            demo.WaitForExit();
            if (demo.ExitCode != ExitCode.Done) throw new UserException($"the demo ended with code {demo.ExitCode}: {errors.Trim()}");
            return JsonSerializer.Deserialize<SessionSummary>(File.ReadAllText(Path.Combine(folder, "summary.json")), JsonSerializerOptions.Web)
                ?? throw new UserException($"{folder}/summary.json is empty; run the demo by hand to see why");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
