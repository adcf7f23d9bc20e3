using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OpenCvSharp;
using VlDistill.Bundles;
using VlDistill.Demo.Tests.Recording.Replay;

namespace VlDistill.Demo.Tests.Fuzz;

/// <summary>Makes small real files of each kind and damages them.</summary>
internal static class DamagedFiles
{
    /// <summary>Films in three containers.</summary>
    public static IReadOnlyList<string> Videos(TemporaryFolder folder, int count, int seed)
    {
        string[] whole = [folder.Video("whole.mp4", 30), folder.Video("whole.avi", 30, "MJPG"), folder.Video("whole.mkv", 30)];
        return Damaged(folder, whole, count, seed);
    }

    /// <summary>Pictures in every format the demo shows.</summary>
    public static IReadOnlyList<string> Pictures(TemporaryFolder folder, int count, int seed)
    {
        using var picture = new Mat(48, 64, MatType.CV_8UC3, new Scalar(40, 80, 200));
        string[] whole = [.. new[] { ".jpg", ".png", ".bmp", ".webp", ".ppm", ".tif" }.Select(extension => folder.File("whole" + extension))];
        foreach (string path in whole) Assert.True(Cv2.ImWrite(path, picture), path);
        return Damaged(folder, whole, count, seed);
    }

    /// <summary>Student-only bundles with one damaged file each; in every second one the manifest's hash agrees with the damage, so that it reaches the loaders.</summary>
    /// <param name="shipped">The bundle whose student is taken.</param>
    public static IReadOnlyList<string> Bundles(TemporaryFolder folder, string shipped, int count, int seed)
    {
        var damage = new Damage(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            string bundle = StudentBundle(folder.File($"bundle-{i}"), shipped, out var manifest);
            string[] read = [.. manifest["files"]!.AsObject().Select(f => f.Key).Where(f => !f.EndsWith(".md", StringComparison.Ordinal))];
            string hurt = i % 4 == 0 ? BundleManifest.FileName : damage.OneOf(read);
            byte[] bytes = damage.Of(File.ReadAllBytes(Path.Combine(bundle, hurt)));
            Write(Path.Combine(bundle, hurt), bytes);
            if (hurt == BundleManifest.FileName || i % 2 == 0) return bundle;
            manifest["files"]![hurt] = new JsonObject { ["bytes"] = bytes.Length, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
            Write(Path.Combine(bundle, BundleManifest.FileName), Encoding.UTF8.GetBytes(manifest.ToJsonString()));
            return bundle;
        })];
    }

    /// <summary>Recordings with one damaged file each.</summary>
    public static IReadOnlyList<string> Sessions(TemporaryFolder folder, int count, int seed)
    {
        var damage = new Damage(seed);
        string[] read = ["session.json", "session.jsonl", "session.jsonl", "source.mp4"];
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            string session = RecordedFolder.Write(folder, $"session-{i}"), hurt = Path.Combine(session, damage.OneOf(read));
            File.WriteAllBytes(hurt, damage.Of(File.ReadAllBytes(hurt)));
            return session;
        })];
    }

    /// <summary>A sound bundle of links to the student's files, and its manifest; the folder's path.</summary>
    public static string StudentBundle(string bundle, string shipped, out JsonNode manifest)
    {
        manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(shipped, BundleManifest.FileName)))!;
        JsonObject models = manifest["models"]!.AsObject(), files = manifest["files"]!.AsObject();
        foreach (string name in models.Select(m => m.Key).Where(name => name != "student").ToArray()) models.Remove(name);
        models["student"]!.AsObject().Remove("toTeacher");
        foreach (string name in files.Select(f => f.Key).Where(f => f.Contains('/') && !f.StartsWith("student/", StringComparison.Ordinal) && !f.StartsWith("vocabulary/", StringComparison.Ordinal)).ToArray()) files.Remove(name);
        foreach (var (file, _) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(bundle, file))!);
            File.CreateSymbolicLink(Path.Combine(bundle, file), Path.Combine(shipped, file));
        }

        Write(Path.Combine(bundle, BundleManifest.FileName), Encoding.UTF8.GetBytes(manifest.ToJsonString()));
        return bundle;
    }

    private static List<string> Damaged(TemporaryFolder folder, string[] whole, int count, int seed)
    {
        var damage = new Damage(seed);
        var paths = new List<string>();
        for (int i = 0; i < count; i++)
        {
            string source = whole[i % whole.Length], path = folder.File($"damaged-{i}{Path.GetExtension(source)}");
            File.WriteAllBytes(path, damage.Of(File.ReadAllBytes(source)));
            paths.Add(path);
        }

        return paths;
    }

    // A link gives way to the file, or the damage would reach what it leads to.
    private static void Write(string path, byte[] bytes)
    {
        File.Delete(path);
        File.WriteAllBytes(path, bytes);
    }
}
