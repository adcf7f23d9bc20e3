using VlDistill.Trainer.Data;

namespace VlDistill.Trainer.Tests.Data;

public sealed class ClassSplitTests
{
    private const string Shipped = "coco-65-15";

    [Fact]
    public void Load_Shipped_CoversAllEightyClassesOnce()
    {
        var split = ClassSplit.Load(Shipped);
        Assert.Equal(65, split.Base.Count);
        Assert.Equal(15, split.Novel.Count);
        Assert.Equal(80, split.Base.Concat(split.Novel).Distinct().Count());
        Assert.Contains("person", split.Base);
        Assert.Equal(["bicycle", "bus", "truck"], split.Novel.Take(3));
    }

    [Fact]
    public void Left_Split_GivesNumbersOfNovelClasses() =>
        Assert.Equal([0, 2], ClassSplit.Left(Shipped, [.. (string[])["zebra", "dog"], .. ClassSplit.Load(Shipped).Novel.Where(n => n != "zebra")]).Order().Take(2));

    [Fact]
    public void Left_Names_GivesTheirNumbers() => Assert.Equal([1, 2], ClassSplit.Left("hot dog, cat", ["person", "cat", "hot dog"]).Order());

    [Fact]
    public void Left_Empty_LeavesNothingOut() => Assert.Empty(ClassSplit.Left("", ["person"]));

    [Fact]
    public void Left_UnknownName_SaysWhich() => Assert.Contains("unicorn", Assert.Throws<UserException>(() => ClassSplit.Left("unicorn", ["person"])).Message);

    [Fact]
    public void Load_NameTwice_Throws()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "split.json");
        File.WriteAllText(file, """{ "rule": "", "novel": ["cat"], "base": ["dog", "cat"] }""");
        Assert.Contains("\"cat\" twice", Assert.Throws<UserException>(() => ClassSplit.Load(file)).Message);
    }

    [Fact]
    public void Load_Absent_NamesShippedOnes() => Assert.Contains(Shipped, Assert.Throws<UserException>(() => ClassSplit.Load("coco-1-79")).Message);
}
