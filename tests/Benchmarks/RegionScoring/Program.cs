using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using VlDistill.Regions;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Methods.Vild;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

// usage: RegionScoring RUN weights=DIR [HEAD]    Scores 30 regions of a picture by an exported head (HEAD, the folder of its stage; RUN/vild if left
// out) and by the crops of RUN's crop encoder (each region as it is and 1.5 times as large), in turn, on one thread; prints both medians and their
// ratio, and the ratio of the best times, which other work on the machine disturbs least.
const int Regions = 30, Side = 224, Repeats = 25;
var settings = new CropEncoderSettings();
using var network = new CropNetwork(settings.Network, DataFolders.Parse([args[1]]));
using var projection = Load<CropProjectionConfig, CropProjection>(Path.Combine(args[0], "crop-encoder"), c => new CropProjection(c));
using var head = Load<VildConfig, VildNetwork>(args.Length > 2 ? args[2] : Path.Combine(args[0], "vild"), c => new VildNetwork(c));
var scratch = Directory.CreateTempSubdirectory("region-scoring");
VocabularyExport.Write(head, scratch.FullName);
using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
using var graph = new InferenceSession(Path.Combine(scratch.FullName, VocabularyExport.Graph), options);
using var off = no_grad();
set_num_threads(1);

var random = new SeededRandom(1);
Box[] boxes = [.. Enumerable.Range(0, Regions).Select(_ => new Box((float)random.Between(0, 0.4), (float)random.Between(0, 0.4), (float)random.Between(0.5, 1), (float)random.Between(0.5, 1)))];
var rgb = Enumerable.Range(0, Side * Side * 3).Select(_ => (byte)random.Below(256)).ToArray();
var map = Enumerable.Range(0, head.Config.Channels * head.Config.Cells * head.Config.Cells).Select(_ => (float)random.Unit()).ToArray();
var corners = boxes.SelectMany(b => (float[])[b.X1, b.Y1, b.X2, b.Y2]).ToArray();
var (byHead, byCrops) = (new List<double>(), new List<double>());
for (var i = 0; i < Repeats; i++)
{
    byHead.Add(Time(Head));
    byCrops.Add(Time(Crops));
}
scratch.Delete(true);
var (fast, slow) = (Median(byHead), Median(byCrops));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"regions\": {Regions}, \"headMs\": {fast:F2}, \"cropsMs\": {slow:F1}, \"ratio\": {slow / fast:F0}, \"bestRatio\": {byCrops.Min() / byHead.Min():F0}}}"));

void Head()
{
    using var features = OrtValue.CreateTensorValueFromMemory(map, [1, head.Config.Channels, head.Config.Cells, head.Config.Cells]);
    using var places = OrtValue.CreateTensorValueFromMemory(corners, [Regions, 4]);
    using var run = new RunOptions();
    using var results = graph.Run(run, ["features", "boxes"], [features, places], graph.OutputNames);
}

void Crops()
{
    using var scope = NewDisposeScope();
    var seen = new float[2 * Regions * network.Width];
    Box[] crops = [.. boxes, .. boxes.Select(b => CropPixels.Enlarge(b, VildCrops.Wider))];
    for (var i = 0; i < crops.Length; i++) network.Look(rgb, Side, crops[i], seen.AsSpan(i * network.Width, network.Width));
    CropEncoder.Both(projection.call(tensor(seen, [crops.Length, network.Width])));
}

TModel Load<TConfig, TModel>(string stage, Func<TConfig, TModel> create) where TModel : nn.Module
{
    var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(stage));
    var checkpoint = new StageFolder(Path.GetDirectoryName(folder)!, Path.GetFileName(folder)).Best;
    var model = create(NetworkDescription.Read<TConfig>(checkpoint, SafeTensors.ReadMetadata(checkpoint)));
    Checkpoint.Load(checkpoint, model);
    model.eval();
    return model;
}

static double Time(Action work)
{
    var began = Stopwatch.GetTimestamp();
    work();
    return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
