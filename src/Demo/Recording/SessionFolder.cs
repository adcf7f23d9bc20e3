using System.Text.Json;

namespace VlDistill.Demo.Recording;

/// <summary>The folder given with <c>--out</c>: recording.mp4, session.jsonl, last.png, summary.json.</summary>
/// <exception cref="UserException">The folder cannot be made or written to.</exception>
public sealed class SessionFolder : IDisposable
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly string folder;

    public SessionFolder(string folder)
    {
        this.folder = folder;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{folder}: cannot be made ({e.Message.TrimEnd('.')}); give another folder with --out", e);
        }

        Log = new SessionLog(Path.Combine(folder, "session.jsonl"));
    }

    public SessionLog Log { get; }

    public VideoRecorder OpenRecorder(int width, int height, double fps) => new(Path.Combine(folder, "recording.mp4"), width, height, fps);

    public void WriteLast(byte[] rgba, int width, int height) => PictureFile.Write(Path.Combine(folder, "last.png"), rgba, width, height);

    public void WriteSummary(SessionSummary summary) =>
        File.WriteAllText(Path.Combine(folder, "summary.json"), JsonSerializer.Serialize(summary, Form) + "\n");

    public void Dispose() => Log.Dispose();
}
