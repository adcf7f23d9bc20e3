using VlDistill.Trainer.Data;
using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Training;

/// <summary>Learns a fixed linear map from random vectors; each sample is a function of its number.</summary>
public sealed class StubTask(double dropout = 0, long poisonedStep = -1) : ITrainingTask
{
    private const int Inputs = 6;

    public int Samples => 96;

    public string BestMetric => "closeness";

    public IReadOnlyDictionary<string, string> Description { get; } = new Dictionary<string, string> { ["network"] = "stub" };

    public nn.Module CreateModel() => new Network(dropout);

    public bool IsPretrained(string parameter) => false;

    public StepLoss Step(nn.Module replica, StepShare share)
    {
        var (inputs, targets) = Batch(share.Samples);
        var error = (((Network)replica).call(inputs) - targets).square().mean();
        if (share.Step == poisonedStep) error = error * double.NaN;
        return new StepLoss([new LossTerm("distance", error), new LossTerm("half", error * 0.5, 0.5)], share.Samples.Length);
    }

    public IReadOnlyDictionary<string, double> Evaluate(LaneTeam lanes)
    {
        var errors = lanes.Map([.. Enumerable.Range(0, 32).Chunk(8)], (model, chunk) =>
        {
            var (inputs, targets) = Batch(chunk);
            return (((Network)model).call(inputs) - targets).square().mean().item<float>();
        });
        return new Dictionary<string, double> { ["closeness"] = -errors.Average() };
    }

    public void Dispose()
    {
    }

    private static (Tensor Inputs, Tensor Targets) Batch(int[] samples)
    {
        var inputs = samples.SelectMany(s =>
        {
            var random = new SeededRandom(5, (ulong)s);
            return Enumerable.Range(0, Inputs).Select(_ => (float)random.Between(-1, 1));
        }).ToArray();
        var targets = inputs.Chunk(Inputs).Select(row => row[0] - 2 * row[1] + row[2] * row[3]).ToArray();
        return (tensor(inputs, [samples.Length, Inputs]), tensor(targets, [samples.Length, 1]));
    }

    private sealed class Network : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear hidden = nn.Linear(Inputs, 16), output = nn.Linear(16, 1);
        private readonly LaneDropout dropout;

        public Network(double probability) : base(nameof(Network))
        {
            dropout = new LaneDropout(probability);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => output.call(dropout.call(hidden.call(input).tanh()));
    }
}
