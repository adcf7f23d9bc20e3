using VlDistill.Trainer.Data;
using VlDistill.Trainer.Tests.Training;

namespace VlDistill.Trainer.Tests.Data;

public sealed class RecordFileTests
{
    [Fact]
    public void Open_AfterAnInterruption_MakesOnlyWhatIsMissing()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("records.bin");
        var made = new List<int>();
        Assert.Throws<InvalidOperationException>(() => Open(path, made, failAt: 128));
        // A kill in the middle of a write leaves part of a record.
        using (var part = File.Open(path + ".part", FileMode.Append)) part.Write([9, 9, 9]);
        made.Clear();

        using var file = Open(path, made, failAt: -1);

        Assert.Equal(128, made.Min());
        Assert.Equal(200, file.Count);
        for (var i = 0; i < 200; i++) Assert.Equal([(byte)i, (byte)(i + 1), 7, 7], file[i].ToArray());
    }

    [Fact]
    public void Open_CompleteFile_IsNotMadeAgain()
    {
        using var folder = new TemporaryFolder();
        Open(folder.File("records.bin"), [], -1).Dispose();
        var made = new List<int>();

        Open(folder.File("records.bin"), made, -1).Dispose();

        Assert.Empty(made);
    }

    private static RecordFile Open(string path, List<int> made, int failAt) => RecordFile.Open(path, 200, 4, (first, records) =>
    {
        if (first == failAt) throw new InvalidOperationException();
        for (var i = 0; i < records.Length; i++)
        {
            made.Add(first + i);
            ((ReadOnlySpan<byte>)[(byte)(first + i), (byte)(first + i + 1), 7, 7]).CopyTo(records[i].Span);
        }
    }, new SilentProgress(), CancellationToken.None);
}
