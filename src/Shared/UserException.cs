namespace VlDistill;

/// <summary>A fault the user can mend: its message is one line that names the file or setting and the fix. Programs print it and exit with code 2.</summary>
public sealed class UserException(string message, Exception? inner = null) : Exception(message, inner);
