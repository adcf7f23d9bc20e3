namespace VlDistill.Tests;

/// <summary>The development data beside the repository; tests that need it skip where it is absent.</summary>
internal static class Data
{
    /// <summary>A path under ../shared/data, or a skip with the reason.</summary>
    public static string Require(string relative)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "VlDistill.sln"))) root = root.Parent;
        var path = root is null ? relative : Path.GetFullPath(Path.Combine(root.FullName, "../shared/data", relative));
        Skip.IfNot(Path.Exists(path), $"needs ../shared/data/{relative}");
        return path;
    }
}
