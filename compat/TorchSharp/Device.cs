namespace TorchSharp;

public static partial class torch
{
    /// <summary>Where a tensor lives; the system stack has the CPU only.</summary>
    public class Device
    {
        public Device(DeviceType deviceType, int index = -1) => (type, this.index) = (deviceType, index);

        public Device(string description)
        {
            var parts = description.Split(':');
            if (!Enum.TryParse<DeviceType>(parts[0], ignoreCase: true, out var parsed))
            {
                throw new ArgumentException($"unknown device '{description}'", nameof(description));
            }
            type = parsed;
            index = parts.Length > 1 ? int.Parse(parts[1]) : -1;
        }

        public DeviceType type { get; }

        public int index { get; }

        public static implicit operator Device(string description) => new(description);

        public override string ToString() => type.ToString().ToLowerInvariant() + (index < 0 ? "" : $":{index}");
    }

    public static readonly Device CPU = new(DeviceType.CPU);

    public static Device CUDA => new(DeviceType.CUDA);

    public static Device device(string description) => new(description);

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    internal static void RequireCpu(Device? device)
    {
        if (device is not null && device.type != DeviceType.CPU)
        {
            throw new System.Runtime.InteropServices.ExternalException($"device {device} is not available: the system stack computes on the CPU only");
        }
    }

    public static class cuda
    {
        public static bool is_available() => false;

        public static bool is_cudnn_available() => false;

        public static int device_count() => 0;

        public static void synchronize(Device? device = null) => RequireCpu(device ?? CUDA);
    }
}
