using System.Buffers.Binary;
using VlDistill.Demo.Capture;

namespace VlDistill.Demo.Tests.Capture;

/// <summary>A driver in memory with the structures of linux/videodev2.h.</summary>
public sealed class V4L2ModesTests
{
    private const uint Yuyv = 0x56595559, Jpeg = 0x47504A4D;
    private static readonly (uint Format, int Width, int Height, uint[] Fps)[] offered =
        [(Yuyv, 640, 480, [15, 30]), (Yuyv, 1280, 720, [10]), (Jpeg, 1280, 720, [30])];

    [Fact]
    public void Read_TwoFormats_GivesEachSizeWithItsHighestRate() =>
        Assert.Equal([new CameraMode(640, 480, 30), new CameraMode(1280, 720, 30)], V4L2Modes.Read((request, data) => Answer(request, data, capture: true)));

    [Fact]
    public void Read_MetadataNode_IsNull() => Assert.Null(V4L2Modes.Read((request, data) => Answer(request, data, capture: false)));

    [Fact]
    public void Read_NoVideoDevice_IsNull() => Assert.Null(V4L2Modes.Read((_, _) => false));

    [Fact]
    public void Of_OrdinaryFile_IsNull()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("video0"), "");

        if (OperatingSystem.IsLinux()) Assert.Null(V4L2Modes.Of(folder.File("video0")));
    }

    // The size of each structure is the second byte pair of its number.
    private static bool Answer(uint request, Span<byte> data, bool capture)
    {
        Assert.Equal((int)(request >> 16 & 0x3FFF), data.Length);
        uint[] formats = [Yuyv, Jpeg];
        int index = (int)Get(data, 0);
        switch (request & 0xFF)
        {
            case 0:
                Put(data, 84, 0x84A00001);
                Put(data, 88, capture ? 0x04200001u : 0x04A00000);
                return true;
            case 2 when index < formats.Length:
                Put(data, 44, formats[index]);
                return true;
            case 74:
                uint wanted = Get(data, 4);
                var sizes = offered.Where(o => o.Format == wanted).ToArray();
                if (index >= sizes.Length) return false;
                Put(data, 8, 1);
                Put(data, 12, (uint)sizes[index].Width);
                Put(data, 16, (uint)sizes[index].Height);
                return true;
            case 75:
                uint format = Get(data, 4), width = Get(data, 8);
                uint[] rates = offered.Single(o => o.Format == format && o.Width == width).Fps;
                if (index >= rates.Length) return false;
                Put(data, 16, 1);
                Put(data, 20, 1);
                Put(data, 24, rates[index]);
                return true;
            default:
                return false;
        }
    }

    private static uint Get(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);

    private static void Put(Span<byte> data, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(data[at..], value);
}
