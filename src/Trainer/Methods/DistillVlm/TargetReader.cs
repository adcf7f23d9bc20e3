using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace VlDistill.Trainer.Methods.DistillVlm;

/// <summary>Reads a batch's teacher targets from the cache into the student's shapes.</summary>
/// <remarks>
/// A teacher on its own boxes has other regions than the student, and perhaps another number: token i is compared with token i, and what
/// only one of them has is left out. A term with weight 0 is not read.
/// </remarks>
public sealed class TargetReader(TeacherCache cache, DistilSettings settings, DistillTexts texts, int batchSize)
{
    private const ulong OrderStream = 1, AnchorStream = 2, QueueStream = 3;

    /// <summary>The targets of a share, whose regions and texts the student reads as given.</summary>
    public TeacherTargets Read(StepShare share, RegionBatch regions, PackedTexts packed)
    {
        var size = regions.Length + packed.Length;
        var pictures = share.Samples.Select((_, row) => Picture(share, row, regions)).ToArray();
        var real = zeros(pictures.Length, size);
        for (var row = 0; row < pictures.Length; row++) Mark(Floats(real).Slice(row * size, size), pictures[row], regions.Length);
        var anchors = settings.Hidden > 0 ? [.. pictures.Select((p, row) => Anchors(p, share, row))] : Array.Empty<int[]>();
        var places = anchors.SelectMany((tokens, row) => tokens.Select(t => (long)row * size + pictures[row].Place(t, regions.Length))).ToArray();
        var (words, probabilities) = settings.Classes > 0 && texts.Labels == SoftLabels.Words ? Words(pictures, packed) : (null, null);
        return new TeacherTargets(
            settings.Attention > 0 ? [.. Pairs.Select(pair => Attention(pictures, pair, regions.Length, size))] : [], real,
            tensor(places), settings.Hidden > 0 ? [.. Pairs.Select(pair => Hidden(pictures, anchors, pair))] : [],
            words, probabilities, settings.Classes > 0 && texts.Labels == SoftLabels.Classes ? Classes(pictures) : null);
    }

    /// <summary>A sample of the batch's teacher states for the queue of a layer pair, half of them words and half regions: (n, d).</summary>
    public Tensor States(StepShare batch, int pair)
    {
        var width = cache.Layout.Width;
        var values = new List<float>();
        for (var row = 0; row < batch.Samples.Length; row++)
        {
            var record = Record(batch, row);
            var (size, random) = (cache.Size(record), Stream(batch, row, QueueStream));
            var most = TokenDraw.Part(settings.Enqueue, row, batch.Samples.Length);
            var hidden = cache.Hidden(record, pair);
            foreach (var token in (int[])[.. TokenDraw.Some(size.Regions, size.Text, most / 2, random), .. TokenDraw.Some(0, size.Regions, most - most / 2, random)])
                foreach (var value in hidden.Slice(token * width, width)) values.Add((float)value);
        }
        return tensor(values.ToArray(), [values.Count / width, width]);
    }

    private IEnumerable<int> Pairs => Enumerable.Range(0, cache.Layout.Pairs);

    private static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private static SeededRandom Stream(StepShare share, int row, ulong stream) => new(share.Seed, (ulong)share.Step, (ulong)share.Samples[row], stream);

    private int Record(StepShare share, int row) => cache.Record(share.Samples[row], texts.View(share.Step));

    private AlignedPicture Picture(StepShare share, int row, RegionBatch regions)
    {
        var record = Record(share, row);
        var size = cache.Size(record);
        // The control's permutation belongs to the picture, not to the run: there is something to learn, only not the right thing.
        var order = settings.Align == Alignment.Aligned ? null : TokenDraw.Some(0, size.Regions, size.Regions, new SeededRandom((ulong)share.Samples[row], OrderStream));
        return new AlignedPicture(record, size, Math.Min(regions.Counts[row], size.Regions), order);
    }

    private int[] Anchors(AlignedPicture picture, StepShare share, int row)
    {
        var count = picture.Common + picture.Size.Text;
        return settings.Anchors == 0 ? [.. Enumerable.Range(0, count)]
            : TokenDraw.Some(0, count, (settings.Anchors + batchSize - 1) / batchSize, Stream(share, row, AnchorStream));
    }

    private static void Mark(Span<float> row, AlignedPicture picture, int regions)
    {
        row[..picture.Common].Fill(1);
        row.Slice(regions, picture.Size.Text).Fill(1);
    }

    private Tensor Attention(AlignedPicture[] pictures, int pair, int regions, int size)
    {
        var heads = cache.Layout.Heads;
        var result = zeros(pictures.Length, heads, size, size);
        var floats = Floats(result);
        for (var row = 0; row < pictures.Length; row++)
        {
            var picture = pictures[row];
            var source = cache.Attention(picture.Record, pair);
            for (var head = 0; head < heads; head++)
                picture.CopyMap(source[(head * picture.Size.Tokens * picture.Size.Tokens)..], floats.Slice((row * heads + head) * size * size, size * size), regions, size);
        }
        return result;
    }

    private Tensor Hidden(AlignedPicture[] pictures, int[][] anchors, int pair)
    {
        var width = cache.Layout.Width;
        var result = empty(anchors.Sum(a => a.Length), width);
        var floats = Floats(result);
        for (var row = 0; row < pictures.Length; row++)
        {
            var source = cache.Hidden(pictures[row].Record, pair);
            foreach (var token in anchors[row])
            {
                TensorPrimitives.ConvertToSingle(source.Slice(pictures[row].Theirs(token) * width, width), floats);
                floats = floats[width..];
            }
        }
        return result;
    }

    private (Tensor Words, Tensor Probabilities) Words(AlignedPicture[] pictures, PackedTexts packed)
    {
        var most = cache.Layout.Words;
        var (words, probabilities) = (zeros([pictures.Length, packed.Length, most], int64), zeros(pictures.Length, packed.Length, most));
        var ids = MemoryMarshal.Cast<byte, long>(words.bytes);
        var floats = Floats(probabilities);
        for (var row = 0; row < pictures.Length; row++)
        {
            var theirs = cache.WordIds(pictures[row].Record);
            var scores = cache.WordScores(pictures[row].Record);
            for (var at = row * packed.Length; at < (row + 1) * packed.Length; at++)
            {
                if (packed.Targets[at] == 0) continue;
                TensorPrimitives.ConvertChecked(theirs[..most], ids.Slice(at * most, most));
                Cool(scores[..most], floats.Slice(at * most, most));
                theirs = theirs[most..];
                scores = scores[most..];
            }
        }
        return (words, probabilities);
    }

    private Tensor Classes(AlignedPicture[] pictures)
    {
        var classes = cache.Layout.Classes;
        var result = empty(pictures.Sum(p => p.Size.Texts), classes);
        var floats = Floats(result);
        foreach (var picture in pictures)
        {
            var scores = cache.ClassScores(picture.Record);
            for (var text = 0; text < picture.Size.Texts; text++, floats = floats[classes..]) Cool(scores.Slice(text * classes, classes), floats[..classes]);
        }
        return result;
    }

    /// <summary>softmax(log p / τ_d).</summary>
    private void Cool(ReadOnlySpan<Half> scores, Span<float> probabilities)
    {
        TensorPrimitives.ConvertToSingle(scores, probabilities);
        TensorPrimitives.Subtract(probabilities, TensorPrimitives.Max<float>(probabilities), probabilities);
        TensorPrimitives.Multiply(probabilities, (float)(1 / settings.ClassTemperature), probabilities);
        TensorPrimitives.SoftMax(probabilities, probabilities);
    }
}
