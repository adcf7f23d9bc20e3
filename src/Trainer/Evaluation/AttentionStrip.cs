using VlDistill.Datasets;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Evaluation;

/// <summary>Where teacher and network look on one test picture at each word of the teacher's caption, which both are given.</summary>
/// <param name="Picture">Its id in the data set.</param>
/// <param name="Words">The teacher's greedy caption.</param>
/// <param name="Boxes">x1, y1, x2, y2 of each region, relative to the picture.</param>
/// <param name="Teacher">Words × regions, mean over the last layer's heads.</param>
/// <param name="Network">The same of the network.</param>
public sealed record AttentionStrip(string Picture, string[] Words, float[][] Boxes, float[][] Teacher, float[][] Network)
{
    private const string FileName = "test.attention.json";

    /// <summary>The strips of a stage's test; none where it had no teacher.</summary>
    public static IReadOnlyList<AttentionStrip> Read(StageFolder stage) => File.Exists(stage.In(FileName)) ? JsonFile.Read<List<AttentionStrip>>(stage.In(FileName)) : [];

    public static void Save(StageFolder stage, IReadOnlyList<AttentionStrip> strips) => JsonFile.Write(stage.In(FileName), strips, readable: false);

    /// <summary>Fixed pictures, evenly over the test split.</summary>
    public static IReadOnlyList<AttentionStrip> Measure(TestedNetwork network, TestedNetwork teacher, DataSet data, int pictures)
    {
        var count = Math.Min(pictures, data.Test.Count);
        return [.. Enumerable.Range(0, count).Select(i => One(network, teacher, data, (int)((i + 0.5) * data.Test.Count / count)))];
    }

    private static AttentionStrip One(TestedNetwork network, TestedNetwork teacher, DataSet data, int test)
    {
        using var off = no_grad();
        using var scope = NewDisposeScope();
        int[] picture = [data.Train.Count + data.Dev.Count + test];
        var regions = teacher.Regions.Read(picture);
        var said = teacher.Words.Decode(SentenceDecoder.Greedy(teacher.Transformer, regions.Features, regions.Boxes, regions.Counts)[0]);
        var boxes = regions.Boxes.contiguous().data<float>().ToArray().Chunk(4).ToArray();
        return new AttentionStrip(data.Test[test].Id, said.Split(' ', StringSplitOptions.RemoveEmptyEntries), boxes, Rows(teacher, picture, said), Rows(network, picture, said));
    }

    /// <summary>The row of the word before is where the network looks while it chooses a word.</summary>
    private static float[][] Rows(TestedNetwork network, int[] picture, string said)
    {
        var layer = network.Read(picture, [[said]]);
        var (regions, words) = (layer.Regions.Length, layer.Texts.Length);
        var rows = layer.Attention.narrow(2, regions, words).narrow(3, 0, regions).mean([0L, 1L]);
        return [.. rows.contiguous().data<float>().ToArray().Chunk(regions).Take(words - 1)];
    }
}
