using System.CommandLine;
using VlDistill.Demo.Diagnostics;

namespace VlDistill.Demo.Commands;

/// <summary><c>check PATH…</c>: whether the demo can use each video, picture, folder, URL, recording or bundle; one line each.</summary>
public sealed class CheckCommand : Command
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(30);
    private readonly Argument<string[]> paths = new("PATH") { Description = "Videos, pictures, folders, URLs, recordings, bundles.", Arity = ArgumentArity.OneOrMore };

    public CheckCommand()
        : base("check", "Say of each source, recording or bundle whether the demo can use it; exit 0 when all work.")
    {
        Add(paths);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var output = arguments.InvocationConfiguration.Output;
        bool allWork = true;
        foreach (string path in arguments.GetRequiredValue(paths))
        {
            string? fault = null, found = null;
            try
            {
                found = InTime(path);
            }
            catch (Exception e) when (e is UserException or IOException or UnauthorizedAccessException)
            {
                fault = e.Message.ReplaceLineEndings(" ");
            }

            output.WriteLine(fault is null ? $"ok   {path}: {found}" : $"bad  {fault}");
            output.Flush();
            allWork &= fault is null;
        }

        return allWork ? ExitCode.Done : ExitCode.Failure;
    }

    // On a thread of its own, which a library that hangs may keep.
    private static string InTime(string path)
    {
        var check = Task.Factory.StartNew(() => InputCheck.Run(path), TaskCreationOptions.LongRunning);
        if (Task.WaitAny([check], patience) < 0) throw new UserException($"{path}: no answer within {patience.TotalSeconds} s; give another file");
        return check.GetAwaiter().GetResult();
    }
}
