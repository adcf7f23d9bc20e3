using VlDistill.Bundles;

namespace VlDistill.Demo.Vision;

/// <summary>Finds the bundle that ships with the program.</summary>
public static class BundleFolder
{
    /// <summary>The <c>models</c> folder here, or above the program's own folder.</summary>
    /// <exception cref="UserException">There is none.</exception>
    public static string Find()
    {
        if (File.Exists(Path.Combine("models", BundleManifest.FileName))) return "models";
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            string candidate = Path.Combine(above.FullName, "models");
            if (File.Exists(Path.Combine(candidate, BundleManifest.FileName))) return candidate;
        }

        throw new UserException("no models/ folder with a bundle here or above the program; give one with --bundle DIR (train and export makes one)");
    }
}
