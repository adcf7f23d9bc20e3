using System.Diagnostics;
using System.Globalization;
using VlDistill.Inference;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Methods.Vild;
using VlDistill.Trainer.Training;

// usage: PromptTime RUN/STAGE weights=DIR    What a typed name costs: the stage's exported text encoder beside Universal Sentence Encoder Lite
// with its prompts, in turn, on one thread; prints both medians, their ratio and the bytes a bundle gets.
const int Repeats = 21;
string[] names = ["red bus", "dog", "fire hydrant", "a man with a hat", "tennis racket", "walrus", "green door"];
var stage = Path.TrimEndingDirectorySeparator(Path.GetFullPath(args[0]));
var scratch = Directory.CreateTempSubdirectory("prompt-time");
PhraseExport.Write(new StageFolder(Path.GetDirectoryName(stage)!, Path.GetFileName(stage)), scratch.FullName);
using var large = UseLiteEncoder.Open(DataFolders.Parse(args[1..]));
using var small = new TextEncoder(Path.Combine(scratch.FullName, PhraseExport.Graph), Path.Combine(scratch.FullName, PhraseExport.Words), large.Width, Device.Cpu);
var (bySmall, byLarge) = (new List<double>(), new List<double>());
for (var i = 0; i < Repeats; i++)
    foreach (var name in names)
    {
        bySmall.Add(Time(() => small.Embed([name])));
        byLarge.Add(Time(() => ClassEmbeddings.Of(large, [name], synonyms: false)));
    }
var bytes = scratch.GetFiles().Sum(f => f.Length);
scratch.Delete(true);
var (fast, slow) = (Median(bySmall), Median(byLarge));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"smallMs\": {fast:F2}, \"largeMs\": {slow:F2}, \"ratio\": {slow / fast:F0}, \"bytes\": {bytes}}}"));

static double Time(Action work)
{
    var began = Stopwatch.GetTimestamp();
    work();
    return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
