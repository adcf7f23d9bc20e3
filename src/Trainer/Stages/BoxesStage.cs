using System.Text.Json;
using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Regions;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Stages;

/// <summary>What the stage found.</summary>
public sealed record BoxesReport(int Pictures, int Boxes, string Network);

/// <summary>Labels every photograph of a data set with a pretrained detector; a killed run keeps what it had.</summary>
public sealed class BoxesStage(BoxesSettings settings, RunContext context, StageFolder folder)
{
    /// <summary>The stage's result in its folder, in COCO's instances form.</summary>
    public const string ResultFile = "instances.json";

    private const string LinesFile = "boxes.jsonl";

    private sealed record Line(string Id, int Width, int Height, float[][] Boxes);

    public BoxesReport Run()
    {
        var data = context.Data.Open(settings.Data);
        var network = context.Data.Weight(settings.Network);
        var labels = File.ReadAllLines(context.Data.Weight(settings.Labels)).Where(l => l.Length > 0).ToArray();
        var lines = Label(data, network);
        var images = lines.Select((line, i) => new LabelledImage(ImageNumber.Of(line.Id) ?? i + 1, line.Id, line.Width, line.Height,
            [.. line.Boxes.Select(b => new TruthBox(new(b[1], b[2], b[3], b[4]), (int)b[0]))])).ToList();
        new CocoInstances(labels, CocoNumbers.For(labels), images).Save(folder.In(ResultFile));
        return new BoxesReport(images.Count, images.Sum(i => i.Boxes.Count), Path.GetFileName(network));
    }

    /// <summary>Whether a stage's folder holds pseudo-boxes.</summary>
    public static bool IsIn(StageFolder folder) => File.Exists(folder.In(LinesFile));

    /// <summary>The pseudo-boxes of a data set's pictures in the order of its splits, the best of each.</summary>
    /// <exception cref="UserException">They are of another data set.</exception>
    public static IBoxSource Load(StageFolder folder, DataSet data, int most)
    {
        var lines = ReadWhole(folder.In(LinesFile));
        if (!lines.Select(l => l.Id).SequenceEqual(data.All.Select(s => s.Id)))
            throw new UserException($"{folder.In(LinesFile)} has boxes of other pictures than data set {data.Name}; run that stage on it.");
        return new PseudoBoxes([.. lines.Select(line => (IReadOnlyList<Region>)[.. line.Boxes.OrderByDescending(b => b[5]).Take(most)
            .Select(b => new Region(new Box(b[1], b[2], b[3], b[4]), (int)b[0], b[5]))])]);
    }

    private sealed record PseudoBoxes(IReadOnlyList<Region>[] All) : IBoxSource
    {
        public IReadOnlyList<Region> Boxes(int picture) => All[picture];
    }

    private List<Line> Label(DataSet data, string network)
    {
        var file = folder.In(LinesFile);
        var lines = File.Exists(file) ? ReadWhole(file) : [];
        File.WriteAllLines(file, lines.Select(l => JsonSerializer.Serialize(l)));
        using var writer = new StreamWriter(file, append: true);
        using var detector = new PretrainedDetector(network, settings.Size);
        context.Progress.Begin(folder.Name, lines.Count, data.All.Count);
        foreach (var chunk in data.All.Skip(lines.Count).Chunk(64))
        {
            if (context.Stop.IsCancellationRequested) throw new UserException($"stage {folder.Name} stopped on request; continue with --resume.");
            var found = new Line[chunk.Length];
            Parallel.For(0, chunk.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i => found[i] = LabelOne(data, detector, chunk[i]));
            foreach (var line in found) writer.WriteLine(JsonSerializer.Serialize(line));
            writer.Flush();
            lines.AddRange(found);
            context.Progress.Report(lines.Count);
        }
        context.Progress.End();
        return lines;
    }

    private Line LabelOne(DataSet data, PretrainedDetector detector, Sample sample)
    {
        var rgb = new byte[settings.Size * settings.Size * 3];
        data.Read(sample, settings.Size, rgb);
        var (width, height) = data.Measure(sample);
        return new Line(sample.Id, width, height,
            [.. detector.Detect(rgb, (float)settings.MinimumScore).Select(r => new[] { r.Label, r.Box.X1, r.Box.Y1, r.Box.X2, r.Box.Y2, r.Score })]);
    }

    private static List<Line> ReadWhole(string file)
    {
        var lines = new List<Line>();
        foreach (var text in File.ReadLines(file))
        {
            try
            {
                lines.Add(JsonSerializer.Deserialize<Line>(text)!);
            }
            catch (JsonException)
            {
                // The last line of a killed run may be cut; it is made again.
                break;
            }
        }
        return lines;
    }
}
