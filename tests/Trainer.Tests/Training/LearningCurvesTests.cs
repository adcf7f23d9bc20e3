using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Training;

public sealed class LearningCurvesTests
{
    [Fact]
    public void Write_LossAndDevFigures_DrawsEachOnce()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.File("m.jsonl"), ["""{"step":10,"loss":3.5,"box":1}""", """{"step":20,"loss":2.5,"box":0.5}""", """{"step":20,"dev":{"ap":0.25}}"""]);

        LearningCurves.Write(folder.File("m.jsonl"), folder.File("r.html"), "eyes");

        Assert.Equal(["loss", "box", "dev ap"], LearningCurves.Read(folder.File("m.jsonl")).Select(s => s.Name));
        Assert.Equal([(10, 3.5), (20, 2.5)], LearningCurves.Read(folder.File("m.jsonl"))[0].Points);
        Assert.Equal(3, File.ReadAllText(folder.File("r.html")).Split("<polyline").Length - 1);
    }

    [Fact]
    public void Read_FileStillBeingWritten_LeavesOutTheLineThatIsNotWhole()
    {
        using var folder = new TemporaryFolder();
        using var writer = new StreamWriter(folder.File("m.jsonl"), append: true) { AutoFlush = true };
        writer.Write("""
            {"step":10,"loss":3.5}
            {"step":20,"lo
            """);

        Assert.Equal([(10, 3.5)], Assert.Single(LearningCurves.Read(folder.File("m.jsonl"))).Points);
    }
}
