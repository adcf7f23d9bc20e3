namespace VlDistill.Trainer.Data.Crops;

/// <summary>A random change of one crop in one step: where the network's window lies in the stored crop, and what happens to the pixels.</summary>
/// <param name="X">Left edge in pixels.</param>
/// <param name="Y">Upper edge in pixels.</param>
public readonly record struct CropChange(int X, int Y, Augmentation Pixels)
{
    /// <summary>The middle, unchanged.</summary>
    public static CropChange None(int margin) => new(margin / 2, margin / 2, Augmentation.None);

    /// <summary>Draws by seed, step and crop alone; the window moves by at most <paramref name="margin"/> pixels.</summary>
    public static CropChange Draw(ulong seed, long step, int crop, int margin, bool flip, double jitter)
    {
        var random = new SeededRandom(WindowStream, seed, (ulong)step, (ulong)crop);
        return new CropChange(random.Below(margin + 1), random.Below(margin + 1), Augmentation.Draw(seed, step, crop, flip, jitter));
    }

    // Keeps the window's draws apart from those of the pixels.
    private const ulong WindowStream = 0xC409;
}
