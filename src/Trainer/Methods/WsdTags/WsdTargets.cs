using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace VlDistill.Trainer.Methods.WsdTags;

/// <summary>What the frozen teacher says about every training picture, on disk: region features as float16 and softened probabilities.</summary>
/// <remarks>Records are as long as a picture has proposals; the file's name holds the hashes of checkpoint, eyes and sample ids.</remarks>
public sealed class WsdTargets : IDisposable
{
    private const int Batch = 32;
    private readonly RecordFile file;
    private readonly WsdDetectorConfig config;

    private WsdTargets(RecordFile file, WsdDetectorConfig config) => (this.file, this.config) = (file, config);

    /// <summary>Opens a teacher's targets, made now where they are absent.</summary>
    /// <exception cref="UserException">The teacher has not finished, or has another width or other tags than the student.</exception>
    public static WsdTargets Open(WsdStudentSettings settings, RunContext context, DataSet data, ProposalReader student, IReadOnlyList<string> tags)
    {
        var folder = context.Finished(settings.Teacher);
        var config = NetworkDescription.Read<WsdDetectorConfig>(folder.Best, SafeTensors.ReadMetadata(folder.Best));
        if (config.Width != settings.Width) throw new UserException($"stage {settings.Name} has width {settings.Width}, its teacher {settings.Teacher} {config.Width}; use the same.");
        if (!File.ReadLines(folder.In(TagTask.TagsFile)).SequenceEqual(tags)) throw new UserException($"stage {settings.Name} has other tags than its teacher {settings.Teacher}; use the same agreeing and minimumPictures.");
        var eyes = context.Recipe.Stages.OfType<WsdTeacherSettings>().First(s => s.Name == settings.Teacher).Eyes;
        var key = CacheKey.Of([CacheKey.OfFile(folder.Best), .. ProposalReader.Names(eyes).Select(e => CacheKey.OfFile(context.Finished(e).Best)), CacheKey.OfFile(context.Finished(settings.Boxes).Best), settings.MoreBoxes,
            FormattableString.Invariant($"{settings.TeacherTemperature}"), data.Name, .. data.Train.Select(s => s.Id)]);
        var lengths = Enumerable.Range(0, data.Train.Count).Select(p => Bytes(student.Proposals(p).Count, config));
        var file = RecordFile.Open(Path.Combine(context.Cache, $"wsd-{settings.Teacher}-{key}.bin"), lengths,
            (first, records) => Fill(settings, context, data, (folder.Best, eyes), config, first, records), context.Progress, context.Stop);
        return new WsdTargets(file, config);
    }

    /// <summary>The teacher's features of a batch's proposals, padded: (B, R, d).</summary>
    public Tensor Features(int[] pictures)
    {
        var longest = pictures.Max(p => Halves(p).Length) / config.Width;
        var values = new float[pictures.Length * longest * config.Width];
        for (var i = 0; i < pictures.Length; i++) TensorPrimitives.ConvertToSingle(Halves(pictures[i]), values.AsSpan(i * longest * config.Width));
        return tensor(values, [pictures.Length, longest, config.Width]);
    }

    /// <summary>The teacher's softened probabilities p'_T: (B, T).</summary>
    public Tensor Probabilities(int[] pictures)
    {
        var values = new float[pictures.Length * config.Tags];
        for (var i = 0; i < pictures.Length; i++) Tail(file[pictures[i]]).CopyTo(values.AsSpan(i * config.Tags));
        return tensor(values, [pictures.Length, config.Tags]);
    }

    public void Dispose() => file.Dispose();

    private static int Bytes(int proposals, WsdDetectorConfig config) => proposals * config.Width * sizeof(ushort) + config.Tags * sizeof(float);

    private ReadOnlySpan<Half> Halves(int picture) => MemoryMarshal.Cast<byte, Half>(file[picture][..^(config.Tags * sizeof(float))]);

    private ReadOnlySpan<float> Tail(ReadOnlySpan<byte> record) => MemoryMarshal.Cast<byte, float>(record[^(config.Tags * sizeof(float))..]);

    private static void Fill(WsdStudentSettings settings, RunContext context, DataSet data, (string Checkpoint, string Eyes) teacher, WsdDetectorConfig config, int first, Memory<byte>[] records)
    {
        using var off = no_grad();
        using var reader = new ProposalReader(context, data, teacher.Eyes, settings);
        using var model = new WsdDetector(config);
        Checkpoint.Load(teacher.Checkpoint, model);
        model.eval();
        foreach (var chunk in Enumerable.Range(0, records.Length).Chunk(Batch))
        {
            using var scope = NewDisposeScope();
            var batch = reader.Read([.. chunk.Select(i => first + i)]);
            var output = model.call(batch.Features);
            var features = output.Features.contiguous().data<float>().ToArray();
            var probabilities = WsdScores.Of(output, batch.Present, settings.TeacherTemperature).Picture.contiguous().data<float>().ToArray();
            var row = features.Length / chunk.Length;
            for (var i = 0; i < chunk.Length; i++)
            {
                var record = records[chunk[i]].Span;
                var halves = MemoryMarshal.Cast<byte, Half>(record[..^(config.Tags * sizeof(float))]);
                TensorPrimitives.ConvertToHalf(features.AsSpan(i * row, halves.Length), halves);
                probabilities.AsSpan(i * config.Tags, config.Tags).CopyTo(MemoryMarshal.Cast<byte, float>(record[^(config.Tags * sizeof(float))..]));
            }
        }
    }
}
