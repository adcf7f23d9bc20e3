namespace VlDistill.Demo.Tests.Fuzz;

/// <summary>Damages files the way disks, networks and half-finished copies do; the same seed gives the same damage.</summary>
internal sealed class Damage(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>A damaged copy: cut off, a few bits flipped (more of them near the beginning, where headers are), a block of zeros, or a piece twice.</summary>
    public byte[] Of(byte[] whole)
    {
        byte[] bytes = [.. whole];
        switch (random.Next(5))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                // A copy that stopped soon leaves hardly more than the magic number.
                return bytes[..Math.Min(bytes.Length, random.Next(64))];
            case 2:
                bytes.AsSpan(Place(bytes.Length), 1).Clear();
                int from = random.Next(bytes.Length);
                bytes.AsSpan(from, Math.Min(512, bytes.Length - from)).Clear();
                return bytes;
            case 3:
                int piece = random.Next(bytes.Length);
                return [.. bytes[..piece], .. bytes[(piece / 2)..]];
            default:
                for (int flips = random.Next(1, 32); flips > 0; flips--) bytes[Place(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return bytes;
        }
    }

    /// <summary>One of several, by this seed.</summary>
    public T OneOf<T>(IReadOnlyList<T> all) => all[random.Next(all.Count)];

    private int Place(int length) => random.Next(2) == 0 ? random.Next(length) : random.Next(Math.Min(length, 256));
}
