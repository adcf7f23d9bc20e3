using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace VlDistill.Demo.Capture;

/// <summary>The sizes and rates a Linux camera offers, as Video4Linux2 tells them (linux/videodev2.h).</summary>
public static partial class V4L2Modes
{
    private const uint QueryCapabilities = 0x80685600, EnumerateFormats = 0xC0405602, EnumerateSizes = 0xC02C564A, EnumerateIntervals = 0xC034564B;
    private const uint CaptureBuffer = 1, CaptureCapability = 1, DeviceCapabilities = 0x80000000, Discrete = 1;
    private const int MostEntries = 64;

    /// <summary>One device control: number and structure, filled in place; false where the driver refuses.</summary>
    public delegate bool Control(uint request, Span<byte> data);

    /// <summary>Every size with its highest rate over all pixel formats, smallest first; null for a node that gives no pictures or does not open.</summary>
    public static IReadOnlyList<CameraMode>? Of(string node)
    {
        try
        {
            using var device = File.OpenHandle(node, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return Read((request, data) => Ioctl(device, request, ref MemoryMarshal.GetReference(data)) >= 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>As <see cref="Of"/>, through <paramref name="control"/>.</summary>
    public static IReadOnlyList<CameraMode>? Read(Control control)
    {
        Span<byte> capabilities = stackalloc byte[104];
        if (!control(QueryCapabilities, capabilities)) return null;
        uint all = Get(capabilities, 84), own = (all & DeviceCapabilities) != 0 ? Get(capabilities, 88) : all;
        if ((own & CaptureCapability) == 0) return null;
        var best = new SortedDictionary<(int Width, int Height), double>();
        foreach (uint format in Formats(control))
        {
            foreach (var (width, height) in Sizes(control, format))
                best[(width, height)] = Math.Max(best.GetValueOrDefault((width, height)), Fps(control, format, width, height));
        }

        return [.. best.Select(mode => new CameraMode(mode.Key.Width, mode.Key.Height, mode.Value))];
    }

    private static List<uint> Formats(Control control)
    {
        var formats = new List<uint>();
        byte[] description = new byte[64];
        for (uint i = 0; i < MostEntries; i++)
        {
            Array.Clear(description);
            Put(description, 0, i);
            Put(description, 4, CaptureBuffer);
            if (!control(EnumerateFormats, description)) break;
            formats.Add(Get(description, 44));
        }

        return formats;
    }

    // A range of sizes is told by its ends.
    private static List<(int Width, int Height)> Sizes(Control control, uint format)
    {
        var sizes = new List<(int, int)>();
        byte[] size = new byte[44];
        for (uint i = 0; i < MostEntries; i++)
        {
            Array.Clear(size);
            Put(size, 0, i);
            Put(size, 4, format);
            if (!control(EnumerateSizes, size)) break;
            bool range = Get(size, 8) != Discrete;
            sizes.Add(((int)Get(size, 12), (int)Get(size, range ? 24 : 16)));
            if (!range) continue;
            sizes.Add(((int)Get(size, 16), (int)Get(size, 28)));
            break;
        }

        return sizes;
    }

    // The driver gives seconds per picture as a fraction; of a range the first is the shortest.
    private static double Fps(Control control, uint format, int width, int height)
    {
        double fps = 0;
        byte[] interval = new byte[52];
        for (uint i = 0; i < MostEntries; i++)
        {
            Array.Clear(interval);
            Put(interval, 0, i);
            Put(interval, 4, format);
            Put(interval, 8, (uint)width);
            Put(interval, 12, (uint)height);
            if (!control(EnumerateIntervals, interval)) break;
            uint numerator = Get(interval, 20), denominator = Get(interval, 24);
            if (numerator > 0) fps = Math.Max(fps, (double)denominator / numerator);
            if (Get(interval, 16) != Discrete) break;
        }

        return fps;
    }

    private static uint Get(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);

    private static void Put(Span<byte> data, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(data[at..], value);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Ioctl(SafeFileHandle device, nuint request, ref byte data);
}
