using System.Collections.Concurrent;
using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using VlDistill.Bundles;
using VlDistill.Regions;
using VlDistill.Text;

namespace VlDistill.Inference;

/// <summary>
/// Finds by any name: region embeddings of a ViLD head beside embeddings of typed names. A name is embedded once and kept; the next frame
/// costs the region head and a few products. Safe to use from several threads.
/// </summary>
public sealed class OpenVocabulary : IDisposable
{
    private readonly BundleOpenVocabulary settings;
    private readonly OnnxGraph regions;
    private readonly TextEncoder text;
    private readonly string[] baseNames;
    private readonly ConcurrentDictionary<string, float[]> known = [];
    private readonly Lock gate = new();

    /// <param name="settings">Its paths lead to the files.</param>
    /// <param name="baseNames">The classes the head was trained on.</param>
    /// <exception cref="UserException">A file cannot be loaded or has other inputs, outputs or widths than the manifest says.</exception>
    public OpenVocabulary(BundleOpenVocabulary settings, IReadOnlyList<string> baseNames, Device device)
    {
        this.settings = settings;
        this.baseNames = [.. baseNames.Select(PromptTemplates.Bare)];
        regions = new OnnxGraph(settings.Regions, device, 1, [Port.Float("features", 1, -1, -1, -1), Port.Float("boxes", -1, 4)],
            [Port.Float("text", -1, settings.Width), Port.Float("image", -1, settings.Width), Port.Float("background", -1)]);
        try
        {
            text = new TextEncoder(settings.Text, settings.Words, settings.Width, device);
        }
        catch
        {
            regions.Dispose();
            throw;
        }
    }

    /// <summary>How often the text encoder ran.</summary>
    public int TextRuns => text.Runs;

    /// <summary>The embedding of a name, of unit length: a run of the text encoder the first time, none later. COCO's classes are the mean of their names.</summary>
    /// <exception cref="UserException">It has no letters or digits.</exception>
    public float[] Embed(string prompt)
    {
        var name = PromptTemplates.Bare(prompt);
        Learn([name]);
        return known[name];
    }

    /// <summary>How well each region fits each prompt, in [0, 1], row-major (R, P): a softmax over background, the prompts, and the base names that are none of them.</summary>
    /// <param name="features">The student eyes' map of the frame.</param>
    /// <exception cref="UserException">A prompt has no letters or digits.</exception>
    public float[] Score(FeatureMap features, IReadOnlyList<Box> boxes, IReadOnlyList<string> prompts)
    {
        if (boxes.Count == 0 || prompts.Count == 0) return [];
        string[] asked = [.. prompts.Select(PromptTemplates.Bare)];
        string[] names = [.. asked.Distinct(), .. baseNames.Except(asked).Where(b => !asked.Any(p => IsKindOf(p, b)))];
        Learn(names);
        var corners = boxes.SelectMany(b => (float[])[b.X1, b.Y1, b.X2, b.Y2]).ToArray();
        using var places = OrtValue.CreateTensorValueFromMemory(corners, [boxes.Count, 4]);
        using var outputs = regions.Run(features.Value, places);
        var embeddings = Array.ConvertAll(names, n => known[n]);
        var scores = OpenVocabularyScores.Of(
            Cosines(outputs[0].GetTensorDataAsSpan<float>(), embeddings), Cosines(outputs[1].GetTensorDataAsSpan<float>(), embeddings),
            outputs[2].GetTensorDataAsSpan<float>(), Array.ConvertAll(names, baseNames.Contains), settings.Scale);
        var columns = Array.ConvertAll(asked, p => Array.IndexOf(names, p));
        var asAsked = new float[boxes.Count * asked.Length];
        for (var r = 0; r < boxes.Count; r++)
            for (var p = 0; p < asked.Length; p++) asAsked[r * asked.Length + p] = scores[r * names.Length + columns[p]];
        return asAsked;
    }

    public void Dispose()
    {
        regions.Dispose();
        text.Dispose();
    }

    /// <summary>Whether a prompt is a base name told more closely, or one of its other names: "red bus" and "coach" do not compete with "bus".</summary>
    public static bool IsKindOf(string prompt, string baseName) =>
        ClassSynonyms.Shipped.Of(baseName).Any(name => $" {prompt} ".Contains($" {name} ", StringComparison.Ordinal));

    /// <summary>Embeds the names that are new, all in one run.</summary>
    private void Learn(IReadOnlyList<string> names)
    {
        if (names.All(known.ContainsKey)) return;
        lock (gate)
        {
            string[] fresh = [.. names.Where(n => !known.ContainsKey(n)).Distinct()];
            if (fresh.Length == 0) return;
            var wordings = Array.ConvertAll(fresh, ClassSynonyms.Shipped.Of);
            var embeddings = text.Embed([.. wordings.SelectMany(w => w)]);
            var at = 0;
            for (var i = 0; i < fresh.Length; at += wordings[i++].Count) known[fresh[i]] = Mean(embeddings.AsSpan(at, wordings[i].Count));
        }
    }

    private static float[] Mean(ReadOnlySpan<float[]> embeddings)
    {
        var sum = new float[embeddings[0].Length];
        foreach (var embedding in embeddings) TensorPrimitives.Add(sum, embedding, sum);
        TensorPrimitives.Divide(sum, TensorPrimitives.Norm<float>(sum), sum);
        return sum;
    }

    private float[] Cosines(ReadOnlySpan<float> rows, float[][] names)
    {
        var cosines = new float[rows.Length / settings.Width * names.Length];
        for (var i = 0; i < cosines.Length; i++) cosines[i] = TensorPrimitives.Dot(rows.Slice(i / names.Length * settings.Width, settings.Width), names[i % names.Length]);
        return cosines;
    }
}
