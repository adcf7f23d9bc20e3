using VlDistill.Frames;
using VlDistill.Trainer.Commands;

namespace VlDistill.Trainer.Tests.Commands;

public sealed class DrawCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public DrawCommandTests()
    {
        Directory.CreateDirectory(folder.File("pictures"));
        foreach (var name in new[] { "a.ppm", "b.ppm", "empty.ppm" }) File.WriteAllBytes(folder.File($"pictures/{name}"), [.. "P6 2 1 255\n"u8, 10, 20, 30, 30, 40, 50]);
        folder.Write("boxes.json", """[{"file_name":"a.ppm","category":"dog","bbox":[0,0,1,1],"score":0.9},{"file_name":"b.ppm","category_id":3,"bbox":[0,0,2,1],"score":0.1}]""");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Draw_Folder_WritesOnePictureEachAndASheet()
    {
        var messages = new StringWriter();
        Assert.Equal(ExitCode.Done, Run(messages, "--images", folder.File("pictures"), "--boxes", folder.File("boxes.json"), "--out", folder.File("out")));

        Assert.Equal(["a.jpg", "b.jpg", "contact-sheet.jpg"], Directory.GetFiles(folder.File("out")).Select(Path.GetFileName).Order());
        Assert.Contains("shows 2 of 2 pictures", messages.ToString());
        using var drawn = PictureReader.Read(folder.File("out/a.jpg"));
        Assert.Equal((640, 320), (drawn.Width, drawn.Height));
    }

    [Fact]
    public void Draw_FileWithoutBoxesOfTheseImages_SaysSo() =>
        Assert.Contains("names none of the 1 pictures", Assert.Throws<UserException>(() => Run(new StringWriter(), "--images", folder.File("pictures/empty.ppm"), "--boxes", folder.File("boxes.json"), "--out", folder.File("out"))).Message);

    [Theory]
    [InlineData("{}", "boxes2.json")]
    [InlineData("""[{"file_name":"a.ppm","category":"dog","score":0.9}]""", "entry 0 has no usable 'bbox'")]
    public void Draw_OtherFile_NamesTheFault(string json, string fault)
    {
        folder.Write("boxes2.json", json);

        Assert.Contains(fault, Assert.Throws<UserException>(() => Run(new StringWriter(), "--images", folder.File("pictures"), "--boxes", folder.File("boxes2.json"))).Message);
    }

    [Fact]
    public void Draw_OutIsAFile_IsRefused()
    {
        folder.Write("out", "");

        Assert.Contains("--out", Assert.Throws<UserException>(() => Run(new StringWriter(), "--images", folder.File("pictures"), "--boxes", folder.File("boxes.json"), "--out", folder.File("out"))).Message);
    }

    private static int Run(StringWriter messages, params string[] arguments) =>
        new DrawCommand().Parse(arguments).Invoke(new() { EnableDefaultExceptionHandler = false, Output = messages, Error = messages });
}
