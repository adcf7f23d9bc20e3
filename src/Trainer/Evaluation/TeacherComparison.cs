using VlDistill.Trainer.Data;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Evaluation;

/// <summary>Compares a network with its teacher while both read the same captions of the same regions.</summary>
/// <remarks>
/// Last layer against last layer. Attention: rows of words over the real regions; where the teacher has a multiple of the heads,
/// consecutive ones are averaged as in training, otherwise each side's mean over heads is compared. States: linear CKA, and the cosine
/// between the teacher's state and the best linear map of the network's, fitted by least squares on dev pictures.
/// </remarks>
public sealed class TeacherComparison(TestedNetwork network, TestedNetwork teacher, DataSet data, int threads)
{
    private const int Chunk = 10;

    /// <summary>The least-squares map between the states of real regions and words of that many dev pictures.</summary>
    /// <exception cref="UserException">The two read different regions.</exception>
    public StateMap Fit(int pictures)
    {
        var moments = Moments();
        ForEach(data.Dev, data.Train.Count, pictures, (a, b) => moments.Add(States(a), States(b)));
        var (weight, bias) = moments.Fit();
        return new StateMap([.. weight.Select(w => (float)w)], [.. bias.Select(w => (float)w)]);
    }

    /// <summary>Figures on test pictures.</summary>
    /// <exception cref="UserException">The two read different regions.</exception>
    public IReadOnlyDictionary<string, double> Measure(int pictures, StateMap map)
    {
        var test = Moments();
        var attention = new AttentionDistance();
        var (sum, count) = (0.0, 0L);
        ForEach(data.Test, data.Train.Count + data.Dev.Count, pictures, (a, b) =>
        {
            Compare(a, b, attention);
            var (x, y) = (States(a), States(b));
            test.Add(x, y);
            var mapped = map.Apply(x);
            var norms = ((mapped * mapped).sum(1) * (y * y).sum(1)).sqrt().clamp_min(1e-12);
            var cosine = ((mapped * y).sum(1) / norms).sum().item<float>();
            lock (test) (sum, count) = (sum + cosine, count + x.shape[0]);
        });
        return new Dictionary<string, double>
        {
            ["attention MSE"] = attention.MeanSquared,
            ["attention JS"] = attention.JensenShannon,
            ["hidden cosine"] = sum / Math.Max(1, count),
            ["hidden CKA"] = test.LinearCka(),
        };
    }

    private CrossMoments Moments() => new(network.Transformer.Config.Width, teacher.Transformer.Config.Width);

    private void ForEach(IReadOnlyList<Sample> samples, int first, int pictures, Action<LastLayer, LastLayer> body)
    {
        var chunks = Enumerable.Range(0, Math.Min(pictures, samples.Count)).Chunk(Chunk);
        try
        {
            Parallel.ForEach(chunks, new ParallelOptions { MaxDegreeOfParallelism = threads }, chunk =>
            {
                set_num_threads(1);
                using var off = no_grad();
                using var scope = NewDisposeScope();
                int[] numbers = [.. chunk.Select(i => first + i)];
                IReadOnlyList<string>[] captions = [.. chunk.Select(i => samples[i].Captions)];
                var (a, b) = (network.Read(numbers, captions), teacher.Read(numbers, captions));
                if (!a.Regions.Counts.SequenceEqual(b.Regions.Counts) || a.Texts.Length != b.Texts.Length)
                    throw new UserException("the network and its teacher read different regions or words; compare with a teacher on the student's boxes.");
                body(a, b);
            });
        }
        catch (AggregateException e) when (e.InnerException is UserException reason)
        {
            throw new UserException(reason.Message, e);
        }
    }

    /// <summary>States of the real regions and words, (n, d).</summary>
    private static Tensor States(LastLayer layer)
    {
        var (regions, texts, size) = (layer.Regions, layer.Texts, layer.Regions.Length + layer.Texts.Length);
        long[] real = [.. Enumerable.Range(0, texts.Pictures * size).Where(i => i % size < regions.Length
            ? i % size < regions.Counts[i / size]
            : texts.Segments[i / size * texts.Length + i % size - regions.Length] != PackedTexts.PaddingSegment).Select(i => (long)i)];
        return layer.Hidden.flatten(0, 1).index_select(0, tensor(real));
    }

    private static void Compare(LastLayer a, LastLayer b, AttentionDistance distance)
    {
        var (heads, theirs) = ((int)a.Attention.shape[1], (int)b.Attention.shape[1]);
        var groups = theirs % heads == 0 ? heads : 1;
        var (mine, other) = (Rows(a, groups), Rows(b, groups));
        var (regions, length) = (a.Regions.Length, a.Texts.Length);
        for (var picture = 0; picture < a.Texts.Pictures; picture++)
            for (var group = 0; group < groups; group++)
                for (var word = 0; word < length; word++)
                {
                    if (a.Texts.Segments[picture * length + word] == PackedTexts.PaddingSegment) continue;
                    var at = ((picture * groups + group) * length + word) * regions;
                    distance.Add(mine.AsSpan(at, a.Regions.Counts[picture]), other.AsSpan(at, a.Regions.Counts[picture]));
                }
    }

    /// <summary>Attention of words on regions, heads averaged to groups: (B, G, T, R) row-major.</summary>
    private static float[] Rows(LastLayer layer, int groups)
    {
        var (regions, words) = (layer.Regions.Length, layer.Texts.Length);
        var rows = layer.Attention.narrow(2, regions, words).narrow(3, 0, regions);
        return rows.reshape(rows.shape[0], groups, rows.shape[1] / groups, words, regions).mean([2L]).contiguous().data<float>().ToArray();
    }
}
