using System.Diagnostics;

namespace VlDistill.Trainer.Experiments;

/// <summary>Runs this program once more as a child that ends with its parent.</summary>
/// <remarks>The child stops and saves when its standard input ends, which happens on request and also when the parent is killed: no training is left behind alone.</remarks>
public static class ChildProgram
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs to the end; gives "" or the child's own reason why not.</summary>
    /// <param name="log">Gets all output; added to on a further call, also by two calls at a time.</param>
    /// <param name="hear">Each line of output.</param>
    public static string Run(IReadOnlyList<string> arguments, string log, Action<string> hear, CancellationToken stop)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        using var file = TextWriter.Synchronized(new StreamWriter(new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true });
        var start = new ProcessStartInfo(Host()) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[typeof(ChildProgram).Assembly.Location, .. arguments]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = "";
        process.OutputDataReceived += (_, e) => Take(e.Data);
        process.ErrorDataReceived += (_, e) => Take(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using (stop.Register(() => End(process))) process.WaitForExit();
        return process.ExitCode == 0 ? "" : error.Length > 0 ? error : $"exit code {process.ExitCode}; see {log}";

        void Take(string? line)
        {
            if (line is null) return;
            file.WriteLine(line);
            if (line.StartsWith("error: ", StringComparison.Ordinal)) error = line["error: ".Length..];
            else hear(line);
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(patience)) process.Kill();
        }
        // It has ended by itself meanwhile.
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
        }
    }

    /// <summary>The dotnet that runs this program, else the one on the path.</summary>
    private static string Host() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
}
