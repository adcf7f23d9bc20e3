using System.Diagnostics;
using VlDistill.Metrics;
using VlDistill.Regions;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>What a crop encoder is worth: names of labelled crops it was never told, and detection by classifying the crops of all proposals.</summary>
/// <param name="classes">Embeddings of all class names, one after the other.</param>
public sealed class CropEncoderTest(CropEncoderSettings settings, RunContext context, VildData data, CropNetwork network, float[] classes)
{
    /// <summary>Share of labelled crops of base classes named right among all classes.</summary>
    public const string BaseAccuracy = "base accuracy among all";

    private const int MostProposals = 30;

    private Tensor Classes => tensor(classes, [data.Labels.Count, classes.Length / data.Labels.Count]);

    /// <summary>Zero-shot accuracy on labelled crops: novel ones among the novel classes and among all, base ones among all.</summary>
    public Dictionary<string, double> Accuracy(Func<Tensor, Tensor> encode, VildSource source, CropFeatures labelled, IEnumerable<int> pictures)
    {
        var (rows, truth) = (new List<float[]>(), new List<int>());
        foreach (var picture in pictures)
        {
            using var scope = NewDisposeScope();
            var cosines = encode(labelled.Read([picture])).matmul(Classes.t());
            rows.AddRange(cosines.contiguous().data<float>().ToArray().Chunk(data.Labels.Count).Skip(1));
            truth.AddRange(VildCrops.Labelled(data, source, picture, settings.LabelledPerPicture).Select(b => b.Label));
        }
        int[] all = [.. Enumerable.Range(0, data.Labels.Count)];
        var figures = new Dictionary<string, double>
        {
            ["novel accuracy among novel"] = Share(data.Novel, [.. data.Novel]),
            ["novel accuracy among all"] = Share(data.Novel, all),
            [BaseAccuracy] = Share(data.Base, all),
        };
        return figures.Where(f => double.IsFinite(f.Value)).ToDictionary();

        double Share(IReadOnlySet<int> group, int[] among) =>
            Enumerable.Range(0, truth.Count).Where(i => group.Contains(truth[i])).Select(i => among.MaxBy(c => rows[i][c]) == truth[i] ? 1.0 : 0).DefaultIfEmpty(double.NaN).Average();
    }

    /// <summary>Writes the figures on the test pictures of every set, with the milliseconds that the crops of thirty regions take on one thread.</summary>
    public void Write(StageFolder folder, Func<Tensor, Tensor> encode, IReadOnlyDictionary<VildSource, CropFeatures> labelled)
    {
        using var off = no_grad();
        using var scope = NewDisposeScope();
        var figures = VildFigures.Empty();
        foreach (var source in data.Sources)
        {
            var prefix = source == data.Main ? "" : source.Data.Name + " ";
            using var proposed = VildCrops.Test(settings, context, source, network, MostProposals);
            var compared = source.Data.Test.Count > settings.ComparedPictures ? VildFigures.Compared : "";
            figures.Add(prefix + compared, [.. source.Test.Take(settings.ComparedPictures).Select(p => Detect(encode, source, proposed, p))], data);
            foreach (var (name, value) in Accuracy(encode, source, labelled[source], source.Test)) figures.Figures[prefix + name] = value;
        }
        figures.Figures["ms for 30 regions"] = Milliseconds(encode);
        figures.Save(folder);
    }

    private DetectionSample Detect(Func<Tensor, Tensor> encode, VildSource source, CropFeatures proposed, int picture)
    {
        using var scope = NewDisposeScope();
        if (proposed.Count(picture) == 0) return new DetectionSample(source.Boxes[picture], []);
        var probabilities = VildScores.Probabilities(CropEncoder.Both(encode(proposed.Read([picture]))).matmul(Classes.t()), null, settings.Scale);
        return new DetectionSample(source.Boxes[picture], VildScores.Detections([.. source.Proposals(picture).Take(MostProposals)], probabilities, settings.Objectness));
    }

    /// <summary>Both crops of thirty regions of one picture, network and projection.</summary>
    private double Milliseconds(Func<Tensor, Tensor> encode)
    {
        const int side = 224;
        var (rgb, features) = (new byte[side * side * 3], new float[2 * MostProposals * network.Width]);
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < 2 * MostProposals; i++) network.Look(rgb, side, new Box(0.1f, 0.1f, 0.6f, 0.8f), features.AsSpan(i * network.Width, network.Width));
        CropEncoder.Both(encode(tensor(features, [2 * MostProposals, network.Width]))).matmul(Classes.t());
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
