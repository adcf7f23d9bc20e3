namespace VlDistill.Inference;

/// <summary>A tensor a graph has: its name, type and sizes; -1 = any size.</summary>
public readonly record struct Port(string Name, Type Type, params int[] Shape)
{
    /// <summary>An output that older exports lack. Such ports come last.</summary>
    public bool IsOptional { get; init; }

    /// <summary>An output that another graph reads: it stays in the device's memory.</summary>
    public bool StaysOnDevice { get; init; }

    public static Port Float(string name, params int[] shape) => new(name, typeof(float), shape);

    public static Port Int64(string name, params int[] shape) => new(name, typeof(long), shape);

    public override string ToString() => $"{Name} {Type.Name} [{string.Join(',', Shape.Select(s => s < 0 ? "?" : $"{s}"))}]";
}
