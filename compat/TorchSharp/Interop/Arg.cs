using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The kinds of value that cross the border; the order is that of the enum in native/vldtorch.cpp.</summary>
internal enum Tag
{
    None, Tensor, Int, Double, Bool, IntList, DoubleList, BoolList, TensorList, OptionalTensorList, String, Generator,
}

/// <summary>One argument or result in the layout of the native side.</summary>
[StructLayout(LayoutKind.Explicit)]
internal struct NativeValue
{
    [FieldOffset(0)] internal Tag Tag;
    [FieldOffset(4)] internal int Count;
    [FieldOffset(8)] internal long Int;
    [FieldOffset(8)] internal double Double;
    [FieldOffset(8)] internal nint Pointer;
}

/// <summary>One operator argument on the managed side; everything an operator takes converts to it.</summary>
internal readonly struct Arg
{
    internal readonly Tag Tag;
    internal readonly object? Reference;
    internal readonly long Bits;

    private Arg(Tag tag, object? reference, long bits = 0) => (Tag, Reference, Bits) = (tag, reference, bits);

    internal static Arg Null => default;

    public static implicit operator Arg(torch.Tensor? value) => value is null ? default : new(Tag.Tensor, value, value.RequireHandle());
    public static implicit operator Arg(long value) => new(Tag.Int, null, value);
    public static implicit operator Arg(long? value) => value is { } v ? new(Tag.Int, null, v) : default;
    public static implicit operator Arg(int value) => new(Tag.Int, null, value);
    public static implicit operator Arg(bool value) => new(Tag.Bool, null, value ? 1 : 0);
    public static implicit operator Arg(double value) => new(Tag.Double, null, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Arg(double? value) => value is { } v ? v : default(Arg);
    public static implicit operator Arg(torch.ScalarType value) => new(Tag.Int, null, (long)value);
    public static implicit operator Arg(torch.ScalarType? value) => value is { } v ? v : default(Arg);
    public static implicit operator Arg(long[]? value) => value is null ? default : new(Tag.IntList, value);
    public static implicit operator Arg(double[]? value) => value is null ? default : new(Tag.DoubleList, value);
    public static implicit operator Arg(torch.Tensor[] value) => new(Tag.TensorList, value);
    public static implicit operator Arg(string? value) => value is null ? default : new(Tag.String, value);
    public static implicit operator Arg(torch.Generator? value) => value is null ? default : new(Tag.Generator, value, value.Handle);
    public static implicit operator Arg(Scalar? value) => value is null ? default : value.ToArg();

    internal static Arg Optional(torch.Tensor?[] values) => new(Tag.OptionalTensorList, values);
    internal static Arg Flags(params long[] values) => new(Tag.BoolList, values);
}
