namespace VlDistill.Trainer.Data;

/// <summary>Several captions of each picture side by side in one text sequence, so that the picture's prefix is encoded once.</summary>
/// <remarks>
/// Row-major [Pictures, Length] arrays. A caption of w words takes w + 1 places: inputs <c>bos w1 … ww</c>, targets
/// <c>w1 … ww eos</c>, positions 0 … w. <see cref="Segments"/> is the caption's number within its row, −1 for padding;
/// a place may attend to earlier places of the same segment only (block-diagonal causal mask). A word outside the vocabulary is
/// read but is no target: nothing learns to say it.
/// </remarks>
public sealed record PackedCaptions(int Pictures, int Length, long[] Inputs, long[] Targets, long[] Positions, long[] Segments, int Words)
{
    private const long Padding = 0, Begin = 1, End = 2, Unknown = 3;

    /// <summary>Packs captions, given as word ids per picture and caption; <see cref="Words"/> counts the targets that are not padding.</summary>
    public static PackedCaptions Pack(IReadOnlyList<IReadOnlyList<int[]>> captions)
    {
        var length = Math.Max(1, captions.Max(row => row.Sum(c => c.Length + 1)));
        var (inputs, targets, positions, segments) = (New(Padding), New(Padding), New(0), New(-1));
        var words = 0;
        for (var row = 0; row < captions.Count; row++)
        {
            var at = row * length;
            for (var segment = 0; segment < captions[row].Count; segment++)
            {
                var caption = captions[row][segment];
                for (var i = 0; i <= caption.Length; i++, at++)
                {
                    inputs[at] = i == 0 ? Begin : caption[i - 1];
                    targets[at] = i == caption.Length ? End : caption[i] == Unknown ? Padding : caption[i];
                    positions[at] = i;
                    segments[at] = segment;
                }
                words += 1 + caption.Count(w => w != Unknown);
            }
        }
        return new PackedCaptions(captions.Count, length, inputs, targets, positions, segments, words);

        long[] New(long value)
        {
            var array = new long[captions.Count * length];
            Array.Fill(array, value);
            return array;
        }
    }
}
