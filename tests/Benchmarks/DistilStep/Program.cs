using System.Diagnostics;
using System.Globalization;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

// usage: DistilStep RECIPE RUN STAGE STEPS [NAME=DIR]...    Training steps of a distilled caption or pretrain stage and of its plain
// twin in turn, in one process on one machine; prints both medians and their ratio. The teacher's outputs are made first where absent.
const int WarmUp = 3;
var recipe = Recipe.Load(args[0], []);
var settings = (TextSettings)recipe.Stages.Single(s => s.Name == args[2]);
var context = new RunContext(args[1], recipe, DataFolders.Parse(args[4..]), 1, true, new ConsoleProgress(Console.Error, false), CancellationToken.None);
var scratch = Directory.CreateTempSubdirectory("distil-step");
set_num_threads(1);

var teacher = settings.Distil.Teacher;
using var distilled = new Side(Task("distilled"), settings);
settings.Distil.Teacher = "";
using var plain = new Side(Task("plain"), settings);
for (var step = 0; step < WarmUp + int.Parse(args[3], CultureInfo.InvariantCulture); step++)
{
    // Who goes first changes, so that a background load that comes and goes hits both.
    foreach (var side in step % 2 == 0 ? (Side[])[plain, distilled] : [distilled, plain]) side.Step(step, step >= WarmUp);
}
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{{\"stage\": \"{settings.Name}\", \"teacher\": \"{teacher}\", \"plainMs\": {plain.Median:F1}, \"distilledMs\": {distilled.Median:F1}, \"ratio\": {distilled.Median / plain.Median:F3}, \"cpuRatio\": {distilled.MedianCpu / plain.MedianCpu:F3}}}"));
scratch.Delete(true);

ITrainingTask Task(string name)
{
    var folder = new StageFolder(scratch.FullName, name);
    Directory.CreateDirectory(folder.Path);
    return settings switch
    {
        CaptionSettings caption => new CaptionTask(caption, context, folder),
        PretrainSettings pretrain => new PretrainTask(pretrain, context, folder),
        _ => throw new VlDistill.UserException($"stage {settings.Name} is neither caption nor pretrain."),
    };
}

internal sealed class Side(ITrainingTask task, TrainingSettings settings) : IDisposable
{
    private readonly LaneTeam lanes = new(task.CreateModel, settings.Lanes > 0 ? settings.Lanes : Environment.ProcessorCount, 1);
    private readonly SeededOrder order = new(1, task.Samples, settings.BatchSize);
    private readonly List<double> wall = [], cpu = [];
    private TorchSharp.Modules.AdamW? optimizer;

    public double Median => wall.Order().ElementAt(wall.Count / 2);

    public double MedianCpu => cpu.Order().ElementAt(cpu.Count / 2);

    public void Step(long step, bool counts)
    {
        optimizer ??= ParameterGroups.Optimizer(settings, lanes.Model, task.IsPretrained);
        var (began, cpuBegan) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var batch = order.Batch(step);
        lanes.Step(task, step, batch, 1);
        nn.utils.clip_grad_norm_(lanes.Model.parameters(), settings.Clip);
        optimizer.step();
        using (NewDisposeScope()) task.AfterStep(lanes.Model, new StepShare(step, batch, 1));
        if (!counts) return;
        wall.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        cpu.Add((Environment.CpuUsage.TotalTime - cpuBegan).TotalMilliseconds);
    }

    public void Dispose()
    {
        optimizer?.Dispose();
        lanes.Dispose();
        task.Dispose();
    }
}
