using VlDistill.Bundles;
using VlDistill.Frames;
using VlDistill.Inference;

// usage: StageTime PICTURES BUNDLE…    Milliseconds of the student's parts on one thread, of each bundle in turn on every picture, so that
// other load falls on all alike; the 10 % quantile is near what an idle machine shows. Made for comparing a bundle with its --int8 twin.
const int Pictures = 100, WarmUp = 5;
string[] parts = ["eyes", "regions", "prefill", "words", "one word"];
var bundles = args[1..].Select(Bundle.Load).Select(b => (Eyes: b.OpenEyes(Device.Cpu, 1), Model: b.OpenModel("student", Device.Cpu, 1), Times: new List<double[]>())).ToArray();
foreach (var frame in PictureReader.List(args[0]).Take(Pictures + WarmUp).Select(PictureReader.Read))
    foreach (var (eyes, model, times) in bundles)
    {
        var (perception, features) = eyes.See(frame);
        using var map = features;
        var (caption, spent) = model.Describe(frame, perception, map, new DecodingOptions());
        times.Add([perception.Milliseconds, spent.Regions, spent.Prefill, spent.Decode, spent.Decode / (1 + caption.Words.Count)]);
    }
foreach (var (folder, (_, _, times)) in args[1..].Zip(bundles))
    Console.WriteLine($"{folder}: " + string.Join("   ", parts.Select((part, i) => FormattableString.Invariant($"{part} {Quantile(times, i, 0.1):0.00} (median {Quantile(times, i, 0.5):0.00})"))));

static double Quantile(List<double[]> times, int part, double share) => times.Skip(WarmUp).Select(t => t[part]).Order().ElementAt((int)((times.Count - WarmUp) * share));
