namespace VlDistill;

/// <summary>The exit codes both programs share: 0 done, 1 usage error, 2 run-time failure told in one line.</summary>
public static class ExitCode
{
    public const int Done = 0;
    public const int Usage = 1;
    public const int Failure = 2;

    /// <summary>Runs a program's body; a fault the user can mend becomes one <c>error:</c> line on <paramref name="errors"/> and code 2.</summary>
    /// <remarks>A full disk or a forbidden folder is the user's to mend as well. Everything else is a defect and keeps its stack trace.</remarks>
    public static int Guard(TextWriter errors, Func<int> body)
    {
        try
        {
            return body();
        }
        catch (Exception e) when (e is UserException or IOException or UnauthorizedAccessException)
        {
            errors.WriteLine("error: " + e.Message.ReplaceLineEndings(" "));
            return Failure;
        }
    }
}
