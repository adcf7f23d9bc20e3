using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>Width and height in pixels.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct Size(int Width, int Height)
{
    public int Width = Width;
    public int Height = Height;

    public Size(double width, double height) : this((int)width, (int)height) { }
}

/// <summary>A pixel position.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct Point(int X, int Y)
{
    public int X = X;
    public int Y = Y;

    public Point(double x, double y) : this((int)x, (int)y) { }
}

/// <summary>A pixel rectangle; right and bottom are exclusive.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct Rect(int X, int Y, int Width, int Height)
{
    public int X = X;
    public int Y = Y;
    public int Width = Width;
    public int Height = Height;

    public Rect(Point location, Size size) : this(location.X, location.Y, size.Width, size.Height) { }

    public readonly int Right => X + Width;

    public readonly int Bottom => Y + Height;

    public static Rect FromLTRB(int left, int top, int right, int bottom) => new(left, top, right - left, bottom - top);
}

/// <summary>Up to four channel values.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct Scalar(double Val0, double Val1, double Val2, double Val3)
{
    public double Val0 = Val0;
    public double Val1 = Val1;
    public double Val2 = Val2;
    public double Val3 = Val3;

    public Scalar(double val0) : this(val0, 0, 0, 0) { }

    public Scalar(double val0, double val1) : this(val0, val1, 0, 0) { }

    public Scalar(double val0, double val1, double val2) : this(val0, val1, val2, 0) { }

    public static Scalar All(double v) => new(v, v, v, v);

    public static Scalar FromRgb(int r, int g, int b) => new(b, g, r);
}

/// <summary>One three-channel 8-bit pixel.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vec3b(byte item0, byte item1, byte item2)
{
    public byte Item0 = item0;
    public byte Item1 = item1;
    public byte Item2 = item2;
}
