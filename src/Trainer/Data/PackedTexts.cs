using VlDistill.Text;

namespace VlDistill.Trainer.Data;

/// <summary>Several texts of each picture side by side in one sequence, so that the picture's prefix is encoded once.</summary>
/// <remarks>
/// Row-major [Pictures, Length] arrays. Positions count from 0 in every text. <see cref="Segments"/> is the text's number within its
/// row, <see cref="PaddingSegment"/> behind the last, <see cref="SharedSegment"/> for tags; a place may attend to places of its own
/// segment and to shared ones (block-diagonal mask).
/// </remarks>
/// <param name="Words">Targets that are not padding.</param>
/// <param name="Starts">Flat places (row · Length + i) where each text that is not shared begins, row by row.</param>
public sealed record PackedTexts(int Pictures, int Length, long[] Inputs, long[] Targets, long[] Positions, long[] Segments, int Words, long[] Starts)
{
    public const long PaddingSegment = -1, SharedSegment = -2;

    /// <summary>Packs the texts of each picture.</summary>
    public static PackedTexts Pack(IReadOnlyList<IReadOnlyList<TextSegment>> texts)
    {
        var length = Math.Max(1, texts.Max(row => row.Sum(t => t.Inputs.Length)));
        var (inputs, targets, positions, segments) = (New(Vocabulary.Pad), New(Vocabulary.Pad), New(0), New(PaddingSegment));
        var starts = new List<long>();
        var words = 0;
        for (var row = 0; row < texts.Count; row++)
        {
            var at = row * length;
            for (var segment = 0; segment < texts[row].Count; segment++)
            {
                var text = texts[row][segment];
                if (!text.Shared) starts.Add(at);
                for (var i = 0; i < text.Inputs.Length; i++, at++)
                {
                    (inputs[at], targets[at], positions[at]) = (text.Inputs[i], text.Targets[i], i);
                    segments[at] = text.Shared ? SharedSegment : segment;
                }
                words += text.Targets.Count(t => t != Vocabulary.Pad);
            }
        }
        return new PackedTexts(texts.Count, length, inputs, targets, positions, segments, words, [.. starts]);

        long[] New(long value)
        {
            var array = new long[texts.Count * length];
            Array.Fill(array, value);
            return array;
        }
    }

    /// <summary>Packs captions, given as word ids per picture and caption.</summary>
    public static PackedTexts Captions(IReadOnlyList<IReadOnlyList<int[]>> captions) => Pack([.. captions.Select(row => (TextSegment[])[.. row.Select(TextSegment.Caption)])]);
}
