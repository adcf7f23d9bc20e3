using VlDistill.Trainer.Data;

namespace VlDistill.Trainer.Methods.DistillVlm;

/// <summary>Random tokens of a picture, a function of the numbers that name the stream.</summary>
public static class TokenDraw
{
    /// <summary>Up to <paramref name="most"/> different numbers of first … first + count − 1, in the order they were drawn.</summary>
    public static int[] Some(int first, int count, int most, SeededRandom random)
    {
        int[] numbers = [.. Enumerable.Range(first, count)];
        var drawn = Math.Min(most, count);
        for (var i = 0; i < drawn; i++)
        {
            var j = i + random.Below(count - i);
            (numbers[i], numbers[j]) = (numbers[j], numbers[i]);
        }
        return numbers[..drawn];
    }

    /// <summary>A share of a whole that is dealt out over a batch: the parts add up to it.</summary>
    public static int Part(int whole, int index, int batch) => (int)((long)whole * (index + 1) / batch - (long)whole * index / batch);
}
