using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>One number of any element type, as operators take it.</summary>
public sealed class Scalar : IDisposable
{
    private readonly long integer;
    private readonly double real;

    private Scalar(long integer, torch.ScalarType type) => (this.integer, real, Type) = (integer, integer, type);
    private Scalar(double real, torch.ScalarType type) => (integer, this.real, Type) = ((long)real, real, type);

    /// <summary>The element type the number came with.</summary>
    public torch.ScalarType Type { get; }

    internal double Real => real;
    internal long Integer => integer;
    internal bool IsFloating => Type is torch.ScalarType.Float16 or torch.ScalarType.Float32 or torch.ScalarType.Float64;

    public static implicit operator Scalar(bool value) => new(value ? 1 : 0, torch.ScalarType.Bool);
    public static implicit operator Scalar(byte value) => new(value, torch.ScalarType.Byte);
    public static implicit operator Scalar(sbyte value) => new(value, torch.ScalarType.Int8);
    public static implicit operator Scalar(short value) => new(value, torch.ScalarType.Int16);
    public static implicit operator Scalar(int value) => new(value, torch.ScalarType.Int32);
    public static implicit operator Scalar(long value) => new(value, torch.ScalarType.Int64);
    public static implicit operator Scalar(Half value) => new((double)value, torch.ScalarType.Float16);
    public static implicit operator Scalar(float value) => new(value, torch.ScalarType.Float32);
    public static implicit operator Scalar(double value) => new(value, torch.ScalarType.Float64);

    /// <summary>Nothing to release here; the real package's scalars are native.</summary>
    public void Dispose()
    {
    }

    internal Arg ToArg() => Type == torch.ScalarType.Bool ? (Arg)(integer != 0) : IsFloating ? (Arg)real : (Arg)integer;
}
