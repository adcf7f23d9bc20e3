using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using VlDistill.Regions;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace VlDistill.Trainer.Methods.DistillVlm;

/// <summary>Runs frozen teachers over a task's texts on all lanes, once, and keeps what a student compares itself with.</summary>
/// <param name="teachers">Probabilities are their mean; attention and states are the first one's.</param>
/// <param name="pairs">Compared layers.</param>
public sealed class TeacherRun(IReadOnlyList<Teacher> teachers, DistillTexts texts, TeacherLayout layout, LayerPair[] pairs, RunContext context)
{
    /// <summary>Words kept at a place: their probabilities add up to nearly 1.</summary>
    public const int MostWords = 64;

    private const int Batch = 8;

    /// <summary>The teachers' outputs, made now where they are absent.</summary>
    public TeacherCache Open()
    {
        var sizes = new RecordSize[texts.Samples * texts.Views];
        var key = CacheKey.Of(["2", .. teachers.Select(t => t.Identity), $"{layout} {string.Join(' ', pairs)} {texts.Causal}", Measure(sizes)]);
        var path = Path.Combine(context.Cache, $"teacher-{teachers[0].Stage}-{key}.bin");
        return new TeacherCache(RecordFile.Open(path, sizes.Select(layout.Bytes), Filler(sizes), context.Progress, context.Stop), layout, sizes, texts.Views);
    }

    /// <summary>Fills in every record's size; the result is a hash of all words and boxes.</summary>
    private string Measure(RecordSize[] sizes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var record = 0; record < sizes.Length; record++)
        {
            var segments = Segments(record);
            var picture = texts.Picture(record / texts.Views);
            foreach (var segment in segments)
                hash.AppendData(MemoryMarshal.AsBytes<int>([segment.Inputs.Length, segment.Shared ? 1 : 0, .. segment.Inputs, .. segment.Targets]));
            foreach (var teacher in teachers)
                foreach (var box in teacher.Regions.Detected(picture).Select(r => r.Box)) hash.AppendData(MemoryMarshal.AsBytes<float>([picture, box.X1, box.Y1, box.X2, box.Y2]));
            sizes[record] = new RecordSize(RegionSet.FixedTokens + teachers[0].Regions.Detected(picture).Count, segments.Sum(s => s.Inputs.Length),
                segments.Sum(s => s.Targets.Count(t => t != 0)), segments.Count(s => !s.Shared));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private IReadOnlyList<TextSegment> Segments(int record) => texts.Segments(record / texts.Views, record % texts.Views);

    /// <summary>Builds networks only when a record has to be made.</summary>
    private RecordFile.Filler Filler(RecordSize[] sizes)
    {
        var made = new Lazy<LaneTeam>(() => new LaneTeam(() => new TeacherPanel(teachers.Select(t => t.Checkpoint)), Environment.ProcessorCount, 0));
        return (first, records) =>
        {
            made.Value.Map([.. Enumerable.Range(first, records.Length).Chunk(Batch)], (model, chunk) =>
            {
                Fill((TeacherPanel)model, chunk, [.. chunk.Select(r => records[r - first])], sizes);
                return true;
            });
            if (first + records.Length == sizes.Length) made.Value.Dispose();
        };
    }

    private void Fill(TeacherPanel panel, int[] numbers, Memory<byte>[] records, RecordSize[] sizes)
    {
        var packed = PackedTexts.Pack([.. numbers.Select(Segments)]);
        var places = tensor(Enumerable.Range(0, packed.Targets.Length).Where(i => packed.Targets[i] != 0).Select(i => (long)i).ToArray());
        var outputs = teachers.Select((teacher, i) => Ask(panel, teacher, i, numbers, packed)).ToArray();
        if (layout.Words > 0 && places.shape[0] > 0)
        {
            var mean = Mean([.. outputs.Select(o => o.Output.Logits.flatten(0, 1).index_select(0, places).softmax(1))]);
            var (best, ids) = mean.topk(layout.Words, 1);
            Deal(best.log(), records, i => sizes[numbers[i]].Targets * layout.Words, i => layout.WordScores(sizes[numbers[i]]));
            var rest = ids.data<long>().ToArray().AsSpan();
            for (var i = 0; i < numbers.Length; i++)
            {
                var target = layout.WordIds(records[i].Span, sizes[numbers[i]]);
                TensorPrimitives.ConvertTruncating<long, int>(rest[..target.Length], target);
                rest = rest[target.Length..];
            }
        }
        if (layout.Classes > 0)
            Deal(Mean([.. outputs.Select(o => o.Classes!.softmax(1))]).log(), records, i => sizes[numbers[i]].Texts * layout.Classes, i => layout.ClassScores(sizes[numbers[i]]));
        for (var pair = 0; pair < pairs.Length; pair++)
        {
            var attention = HeadGroups.Average(outputs[0].Output.Attention[pairs[pair].Teacher], layout.Heads);
            var hidden = outputs[0].Output.Hidden[pairs[pair].Teacher];
            for (var i = 0; i < numbers.Length; i++)
            {
                var (size, length) = (sizes[numbers[i]], (int)hidden.shape[1] - packed.Length);
                var real = tensor((long[])[.. Enumerable.Range(0, size.Regions).Select(r => (long)r), .. Enumerable.Range(length, size.Text).Select(t => (long)t)]);
                Write(attention[i].index_select(1, real).index_select(2, real), records[i].Span[layout.Attention(size, pair)]);
                Write(hidden[i].index_select(0, real), records[i].Span[layout.Hidden(size, pair)]);
            }
        }
    }

    private (VlOutput Output, Tensor? Classes) Ask(TeacherPanel panel, Teacher teacher, int number, int[] records, PackedTexts packed)
    {
        var regions = teacher.Regions.Read([.. records.Select(r => texts.Picture(r / texts.Views))]);
        return panel.Run(number, regions.Before(packed, texts.Causal), tensor(packed.Starts));
    }

    private static Tensor Mean(Tensor[] probabilities) => probabilities.Aggregate((a, b) => a + b) / probabilities.Length;

    /// <summary>Deals the rows of all pictures out to their records.</summary>
    private static void Deal(Tensor values, Memory<byte>[] records, Func<int, int> count, Func<int, Range> at)
    {
        var rest = values.contiguous().data<float>().ToArray().AsSpan();
        for (var i = 0; i < records.Length; i++)
        {
            TensorPrimitives.ConvertToHalf(rest[..count(i)], MemoryMarshal.Cast<byte, Half>(records[i].Span[at(i)]));
            rest = rest[count(i)..];
        }
    }

    private static void Write(Tensor values, Span<byte> target) =>
        TensorPrimitives.ConvertToHalf(values.contiguous().data<float>().ToArray(), MemoryMarshal.Cast<byte, Half>(target));
}
