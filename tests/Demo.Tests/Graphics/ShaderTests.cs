using VlDistill.Demo.Graphics;
using VlDistill.Demo.Windowing;

namespace VlDistill.Demo.Tests.Graphics;

[Collection("display")]
public sealed class ShaderTests
{
    // Passes that the demo links; a file without one is an orphan.
    private static readonly string[] Passes = ["picture", "overlay"];

    [DisplayFact]
    public void Link_EveryPass_Compiles()
    {
        using var window = new DemoWindow("test", 16, 16, visible: false);

        foreach (string pass in Passes) new ShaderProgram(window.Gl, ShaderProgram.DefaultFolder, pass).Dispose();
    }

    [Fact]
    public void Folder_EveryFile_BelongsToAPass()
    {
        var expected = Passes.SelectMany(pass => new[] { pass + ".frag", pass + ".vert" }).Order();

        Assert.Equal(expected, Directory.GetFiles(ShaderProgram.DefaultFolder).Select(Path.GetFileName).Order());
    }

    [DisplayFact]
    public void Link_BrokenFile_NamesTheFileAndTheDriversLog()
    {
        using var window = new DemoWindow("test", 16, 16, visible: false);
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("bad.vert"), "#version 330 core\nvoid main() { nonsense; }");
        File.WriteAllText(folder.File("bad.frag"), "#version 330 core\nvoid main() { }");

        var fault = Assert.Throws<ShaderException>(() => new ShaderProgram(window.Gl, folder.Path, "bad"));

        Assert.Contains("bad.vert", fault.Message, StringComparison.Ordinal);
        Assert.Contains("nonsense", fault.Message, StringComparison.Ordinal);
    }

    [DisplayFact]
    public void Uniform_UnknownName_Throws()
    {
        using var window = new DemoWindow("test", 16, 16, visible: false);
        using var program = new ShaderProgram(window.Gl, ShaderProgram.DefaultFolder, "overlay");

        Assert.Throws<ShaderException>(() => program.Uniform("absent"));
    }
}
