using System.Text.Json;
using VlDistill.Demo.Recording;

namespace VlDistill.Demo.Tests.Recording;

public sealed class SessionLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_WhileOpen_IsReadableLineByLine()
    {
        using var log = new SessionLog<object>(folder.File("session.jsonl"), line => line, Fail);

        log.Write(new { FrameId = 1, Caption = "a dog's \"ball\"\n" });
        log.Write(new { FrameId = 2, Caption = "ein Hündchen" });

        // Half a second at most, and some for a busy machine.
        SpinWait.SpinUntil(() => new FileInfo(folder.File("session.jsonl")).Length > 60, TimeSpan.FromSeconds(5));
        using var reader = new StreamReader(new FileStream(folder.File("session.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        using var first = JsonDocument.Parse(lines[0]);
        Assert.Equal(1, first.RootElement.GetProperty("frameId").GetInt32());
        Assert.Equal("a dog's \"ball\"\n", first.RootElement.GetProperty("caption").GetString());
        Assert.Contains("Hündchen", lines[1]);
    }

    [Fact]
    public void Constructor_FolderMissing_IsAUserFault() => Assert.Throws<UserException>(() => new SessionLog<object>(folder.File("none/session.jsonl"), line => line, Fail));

    [Fact]
    public void Write_MoreThanCanWait_KeepsAllInOrder()
    {
        using (var log = new SessionLog<int>(folder.File("session.jsonl"), i => new { Number = i }, Fail))
            for (int i = 0; i < 2000; i++) log.Write(i);

        var numbers = File.ReadLines(folder.File("session.jsonl")).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("number").GetInt32());
        Assert.Equal(Enumerable.Range(0, 2000), numbers);
    }

    [Fact]
    public void Write_LineThatCannotBeMade_IsToldAndStopsNobody()
    {
        Exception? told = null;
        using (var log = new SessionLog<int>(folder.File("session.jsonl"), _ => throw new InvalidOperationException("broken"), e => told = e))
            for (int i = 0; i < 1000; i++) log.Write(i);

        Assert.Equal("broken", told?.Message);
    }

    [Fact]
    public void Write_FromManyThreads_KeepsLinesWhole()
    {
        using (var log = new SessionLog<object>(folder.File("session.jsonl"), line => line, Fail))
            Parallel.For(0, 500, i => log.Write(new { Number = i }));

        var numbers = File.ReadLines(folder.File("session.jsonl")).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("number").GetInt32());
        Assert.Equal(Enumerable.Range(0, 500), numbers.Order());
    }

    private static void Fail(Exception e) => throw e;
}
