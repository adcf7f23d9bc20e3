using System.Diagnostics;
using System.Globalization;
using TorchSharp;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

// usage: StepTime STEPS THREADS    One training step of the small captioner, again and again; prints the median
// wall and CPU milliseconds of a step and the last loss. step_time.py holds the same model and batch in PyTorch.
const int WarmUp = 3, Pictures = 20, Captions = 5, Words = 11, Regions = 60, Features = 320, Vocabulary = 3000;
int steps = int.Parse(args[0]);
set_num_threads(int.Parse(args[1]));
manual_seed(1);

var random = new Random(1);
var captions = Enumerable.Range(0, Pictures).Select(_ => (IReadOnlyList<int[]>)Enumerable.Range(0, Captions)
    .Select(_ => Enumerable.Range(0, Words).Select(_ => random.Next(3, Vocabulary)).ToArray()).ToArray()).ToArray();
var packed = PackedTexts.Captions(captions);
var input = new VlInput(
    randn(Pictures, Regions, Features),
    rand(Pictures, Regions, 4),
    tensor(packed.Inputs).view(Pictures, packed.Length),
    tensor(packed.Positions).view(Pictures, packed.Length),
    AttentionMasks.Prefix(Regions, [.. Enumerable.Repeat(Regions, Pictures)], packed, causal: true));
var targets = tensor(packed.Targets).view(Pictures, packed.Length);
using var model = new VlTransformer(VlConfig.SmallStudent(Features, Vocabulary));
using var optimizer = optim.AdamW(model.parameters(), 1e-3, weight_decay: 0.01);

var (wall, cpu) = (new List<double>(), new List<double>());
float last = 0;
for (int step = 0; step < WarmUp + steps; step++)
{
    var (began, cpuBegan) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
    using (NewDisposeScope())
    {
        optimizer.zero_grad();
        var loss = CaptionLoss.Compute(model.call(input).Logits, targets).Value;
        loss.backward();
        nn.utils.clip_grad_norm_(model.parameters(), 1);
        optimizer.step();
        last = loss.item<float>();
    }
    if (step >= WarmUp)
    {
        wall.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        cpu.Add((Environment.CpuUsage.TotalTime - cpuBegan).TotalMilliseconds);
    }
}
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"wallMs\": {Median(wall):F2}, \"cpuMs\": {Median(cpu):F2}, \"loss\": {last:F4}}}"));

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
