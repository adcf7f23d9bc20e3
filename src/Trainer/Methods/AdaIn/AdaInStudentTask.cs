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
    private readonly Lesson? lesson;

    /// <exception cref="UserException">The teacher does not fit, or there are no fixed variants to keep its maps of.</exception>
    public AdaInStudentTask(AdaInStudentSettings settings, RunContext context, StageFolder folder) : base(settings, context, folder)
    {
        this.settings = settings;
        if (settings.Transfer.Kind != TransferKind.None && settings.Variants == 0)
            throw new UserException($"stage {settings.Name}: \"variants\" is 0, and the teacher's maps of endlessly many changes cannot be kept; give 1 or more.");
        var key = CacheKey.Of([Crops.Key, FormattableString.Invariant($"{settings.Variants} {settings.Flip} {settings.Jitter} {settings.Size} {settings.Margin}")]);
        lesson = Lesson.Open(settings.Transfer, settings.Name, context, (ClassesFile, Crops.Classes), new PictureForms(key, Crops.Train * settings.Variants, Pictures));
    }

    public override IReadOnlyDictionary<string, string> Description => NetworkDescription.Of(Config);

    private CropClassifierConfig Config => new(settings.Trunk, Crops.Classes.Count);

    public override nn.Module CreateModel() => new TransferStudent(Config, lesson?.Trunk, Transfer.Connected(settings.Transfer));

    public override StepLoss Step(nn.Module replica, StepShare share)
    {
        var batch = Batch(share);
        var output = ((TransferStudent)replica).call(batch.Pictures);
        var labels = CropLoss.Compute(output.Student.Logits, batch.Labels);
        return new StepLoss(lesson is null ? [labels] : [labels, .. lesson.Terms(output, [.. share.Samples.Zip(batch.Variants, (s, v) => s * settings.Variants + v)])], share.Samples.Length);
    }

    public override void Dispose()
    {
        lesson?.Dispose();
        base.Dispose();
    }

    protected override Tensor Logits(nn.Module model, Tensor pictures) => ((TransferStudent)model).Network.call(pictures).Logits;

    /// <summary>Training crops by number × variants + variant.</summary>
    private Tensor Pictures(int[] numbers) => Crops.Pictures([.. numbers.Select(n => n / settings.Variants)], [.. numbers.Select(n => Variant(n / settings.Variants, n % settings.Variants))]);
}
