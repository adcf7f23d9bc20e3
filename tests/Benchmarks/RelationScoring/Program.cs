using System.Diagnostics;
using System.Globalization;
using VlDistill.Bundles;
using VlDistill.Inference;
using VlDistill.Regions;
using VlDistill.Text;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Methods.RvlBert;
using VlDistill.Trainer.Models;

// usage: RelationScoring THREADS [teacher]    Relates all pairs of 2, 4, 8 and 12 regions with a network of the shipped student's (or teacher's)
// size and random weights; prints the median milliseconds of each.
const int Predicates = 50, Repeats = 40;
var isTeacher = args.Length > 1 && args[1] == "teacher";
var (channels, cells) = isTeacher ? (2560, 10) : (1280, 7);
var vocabulary = Vocabulary.Build([string.Join(' ', Enumerable.Range(0, 2964).Select(i => $"word{i}"))], 1);
var size = isTeacher ? new VlConfig(channels, vocabulary.Count, 256, 3, 8, 1024, RelationText.Length) : new VlConfig(channels, vocabulary.Count, Positions: RelationText.Length);
var scratch = Directory.CreateTempSubdirectory("relation-scoring");
var names = Path.Combine(scratch.FullName, "names.txt");
var predicates = Path.Combine(scratch.FullName, "predicates.txt");
vocabulary.Save(names);
File.WriteAllLines(predicates, Enumerable.Range(0, Predicates).Select(i => $"predicate {i}"));
using (var network = new RvlBert(new RvlBertConfig(size, Predicates))) RelationExport.Write(network, cells, scratch.FullName);
using var model = new RelationModel(new BundleRelations(Path.Combine(scratch.FullName, RelationExport.Graph), names, predicates, 3, 0, new Dictionary<string, double>(), new Dictionary<string, string>()),
    channels, Device.Cpu, int.Parse(args[0], CultureInfo.InvariantCulture));

var random = new SeededRandom(1);
using var features = FeatureMap.From([.. Enumerable.Range(0, channels * cells * cells).Select(_ => (float)random.Unit())], 1, channels, cells, cells);
foreach (var regions in new[] { 2, 4, 8, 12 })
{
    Box[] boxes = [.. Enumerable.Range(0, regions).Select(_ => new Box((float)random.Between(0, 0.4), (float)random.Between(0, 0.4), (float)random.Between(0.5, 1), (float)random.Between(0.5, 1)))];
    string[] called = [.. Enumerable.Range(0, regions).Select(i => $"word{i}")];
    var times = Enumerable.Range(0, Repeats).Select(_ => Time(() => model.Relate(features, boxes, called))).Order().ToArray();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"regions\": {regions}, \"pairs\": {regions * (regions - 1)}, \"medianMs\": {times[Repeats / 2]:F2}, \"bestMs\": {times[0]:F2}}}"));
}
scratch.Delete(true);

static double Time(Action work)
{
    var began = Stopwatch.GetTimestamp();
    work();
    return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
}
