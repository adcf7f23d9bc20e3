using OpenCvSharp;
using VlDistill.Frames;

namespace VlDistill.Tests.Frames;

public sealed class PictureReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_RedPicture_IsRedFirst()
    {
        using var red = new Mat(2, 3, MatType.CV_8UC3, Scalar.FromRgb(255, 0, 7));
        Cv2.ImWrite(Path("red.png"), red);

        using var frame = PictureReader.Read(Path("red.png"));

        Assert.Equal((3, 2), (frame.Width, frame.Height));
        Assert.Equal([255, 0, 7, 255, 0, 7], frame.Pixels[..6]);
    }

    [Fact]
    public void Read_GrayPicture_BecomesThreeEqualChannels()
    {
        using var gray = new Mat(1, 1, MatType.CV_8UC1, new Scalar(99));
        Cv2.ImWrite(Path("gray.png"), gray);

        using var frame = PictureReader.Read(Path("gray.png"));

        Assert.Equal([99, 99, 99], frame.Pixels);
    }

    [Fact]
    public void Read_TextNamedJpg_NamesFileAndFix()
    {
        File.WriteAllText(Path("notes.jpg"), "milk, bread");

        var error = Assert.Throws<UserException>(() => PictureReader.Read(Path("notes.jpg")));

        Assert.Contains(Path("notes.jpg"), error.Message);
        Assert.Contains("replace it", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Read_EmptyFile_IsAUserFault()
    {
        File.WriteAllBytes(Path("empty.png"), []);

        Assert.Throws<UserException>(() => PictureReader.Read(Path("empty.png")));
    }

    [Fact]
    public void Read_HeaderThatClaimsAnAbsurdSize_IsAUserFault()
    {
        using var small = new Mat(2, 3, MatType.CV_8UC3, Scalar.FromRgb(255, 0, 7));
        Cv2.ImWrite(Path("small.bmp"), small);
        var bytes = File.ReadAllBytes(Path("small.bmp"));
        // The height of a BMP.
        BitConverter.TryWriteBytes(bytes.AsSpan(22), 1 << 24);
        File.WriteAllBytes(Path("tall.bmp"), bytes);

        Assert.Contains("tall.bmp", Assert.Throws<UserException>(() => PictureReader.Read(Path("tall.bmp"))).Message);
    }

    [Fact]
    public void Read_MissingFile_NamesIt() =>
        Assert.Contains("no such file", Assert.Throws<UserException>(() => PictureReader.Read(Path("none.jpg"))).Message);

    [Fact]
    public void List_MixedFolder_GivesPicturesInOrder()
    {
        foreach (var name in (string[])["b.JPG", "a.png", "notes.txt", "B.jpg"]) File.WriteAllText(Path(name), "");

        Assert.Equal(["B.jpg", "a.png", "b.JPG"], PictureReader.List(folder.Path).Select(System.IO.Path.GetFileName));
    }

    [Fact]
    public void List_NoPictures_IsAUserFault() => Assert.Throws<UserException>(() => PictureReader.List(folder.Path));

    private string Path(string name) => System.IO.Path.Combine(folder.Path, name);
}
