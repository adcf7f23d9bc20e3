using VlDistill.Bundles;
using VlDistill.Frames;
using VlDistill.Inference;
using VlDistill.Text;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Models;

namespace VlDistill.Trainer.Evaluation;

/// <summary>A trained captioner as it ships: half-precision ONNX graphs under the shared decoder, fed with cached feature maps.</summary>
/// <remarks>What differs from the <c>caption</c> command is the eyes' input only: stored pictures of the training size instead of the photograph's own pixels.</remarks>
public sealed class ShippedCaptioner : IDisposable
{
    // The captioner reads a cached map and never looks at the frame.
    private static readonly Frame unseen = new(0, TimeSpan.Zero, 1, 1, new byte[3]);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vldistill-");
    private readonly VisionLanguageModel model;
    private readonly RegionReader regions;

    /// <param name="captioner">Its matrices are rounded to half precision here, as an export does.</param>
    public ShippedCaptioner(VlTransformer captioner, Vocabulary words, RegionReader regions)
    {
        this.regions = regions;
        var shape = regions.MapShape;
        HalfPrecision.Round(captioner);
        var weights = new WeightsFile("weights.bin");
        string[] files = [Save("regions", g => RoiAlign.Emit(g, shape[1], shape[2], shape[3])), Save("prefill", captioner.EmitPrefill), Save("step", captioner.EmitStep)];
        weights.Save(folder.FullName);
        var config = captioner.Config;
        var entry = new BundleModel("", files[0], files[1], files[2], config.Layers, config.Heads, config.Width, 0, new Dictionary<string, double>(), new Dictionary<string, string>());
        model = new VisionLanguageModel("tested", entry, ownEyes: false, words, Device.Cpu, 1);

        string Save(string name, Action<OnnxGraphBuilder> emit)
        {
            var graph = new OnnxGraphBuilder(name, weights);
            emit(graph);
            var path = Path.Combine(folder.FullName, name + ".onnx");
            graph.Save(path);
            return path;
        }
    }

    /// <summary>One sentence per picture, in their order; pictures by their number in all splits.</summary>
    public IReadOnlyList<string> Say(IReadOnlyList<int> pictures, DecodingOptions options, int threads)
    {
        var said = new string[pictures.Count];
        Parallel.For(0, said.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            var (perception, features) = regions.Perceive(pictures[i]);
            using (features) said[i] = model.Describe(unseen, perception, features, options).Caption.Text;
        });
        return said;
    }

    public void Dispose()
    {
        model.Dispose();
        folder.Delete(recursive: true);
    }
}
