using VlDistill.Trainer.Data;
using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.AdaIn;

/// <summary>Trains a slim network on crops: labels, and what one way of transfer adds.</summary>
public sealed class AdaInStudentTask : CropTask
{
    private readonly AdaInStudentSettings settings;
    private readonly CropClassifier? teacher;
    private readonly Transfer? transfer;
    private readonly TeacherMaps? maps;

    /// <exception cref="UserException">The teacher has not finished or knows other classes, or there are no fixed variants to keep its maps of.</exception>
    public AdaInStudentTask(AdaInStudentSettings settings, RunContext context, StageFolder folder) : base(settings, context, folder)
    {
        this.settings = settings;
        if (settings.Transfer == TransferKind.None) return;
        if (settings.Variants == 0) throw new UserException($"stage {settings.Name}: \"variants\" is 0, and the teacher's maps of endlessly many changes cannot be kept; give 1 or more.");
        if (settings.Stages.Length == 0) throw new UserException($"stage {settings.Name}: \"stages\" is empty; name maps to compare or set transfer to none.");
        var stage = context.Finished(settings.Teacher);
        if (!File.ReadLines(stage.In(ClassesFile)).SequenceEqual(Crops.Classes)) throw new UserException($"stage {settings.Name} has other classes than its teacher {settings.Teacher}; use the same boxes, leastTrain and leastTested.");
        teacher = FrozenTeacher.Load(stage);
        transfer = new Transfer(settings, teacher);
        var key = CacheKey.Of([CacheKey.OfFile(stage.Best), Crops.Key, FormattableString.Invariant($"{settings.Variants} {settings.Flip} {settings.Jitter} {settings.Size} {settings.Margin}")]);
        maps = TeacherMaps.Open(context, $"adain-{settings.Teacher}-{key}.bin", teacher, Crops.Train * settings.Variants, Pictures);
    }

    public override IReadOnlyDictionary<string, string> Description => NetworkDescription.Of(Config);

    private CropClassifierConfig Config => new(settings.Trunk, Crops.Classes.Count);

    public override nn.Module CreateModel() => new TransferStudent(Config, teacher?.Trunk, Transfer.Connected(settings));

    public override StepLoss Step(nn.Module replica, StepShare share)
    {
        var batch = Batch(share);
        var output = ((TransferStudent)replica).call(batch.Pictures);
        var labels = CropLoss.Compute(output.Student.Logits, batch.Labels);
        return new StepLoss(transfer is null ? [labels] : [labels, .. transfer.Terms(output, maps!.Read([.. share.Samples.Zip(batch.Variants, (s, v) => s * settings.Variants + v)]))], share.Samples.Length);
    }

    public override void Dispose()
    {
        maps?.Dispose();
        teacher?.Dispose();
        base.Dispose();
    }

    protected override Tensor Logits(nn.Module model, Tensor pictures) => ((TransferStudent)model).Network.call(pictures).Logits;

    /// <summary>Training crops by number × variants + variant.</summary>
    private Tensor Pictures(int[] numbers) => Crops.Pictures([.. numbers.Select(n => n / settings.Variants)], [.. numbers.Select(n => Variant(n / settings.Variants, n % settings.Variants))]);
}
