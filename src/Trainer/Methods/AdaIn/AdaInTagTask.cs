using VlDistill.Trainer.Data;
using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Methods.WsdTags;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.AdaIn;

/// <summary>The second domain: trains a network on whole pictures and the tags of their captions, and what one way of transfer adds. Without transfer it also trains the teacher.</summary>
public sealed class AdaInTagTask : TagTask
{
    private const int Forms = 2;
    private readonly AdaInTagSettings settings;
    private readonly RunContext context;
    private readonly PictureStore store;
    private readonly Lesson? lesson;

    /// <exception cref="UserException">The teacher does not fit.</exception>
    public AdaInTagTask(AdaInTagSettings settings, RunContext context, StageFolder folder) : base(settings, null, context, folder)
    {
        (this.settings, this.context) = (settings, context);
        if (settings.Size % 32 != 0) throw new UserException($"stage {settings.Name}: size {settings.Size} must be a multiple of 32.");
        store = context.Pictures(Data, settings.Size);
        var key = CacheKey.Of([$"{settings.Size}", Data.Name, .. Data.Train.Select(s => s.Id)]);
        lesson = Lesson.Open(settings.Transfer, settings.Name, context, (TagsFile, Labels.Names),
            new PictureForms(key, Data.Train.Count * Forms, numbers => Pictures([.. numbers.Select(n => n / Forms)], [.. numbers.Select(n => n % Forms == 1)])));
    }

    public override IReadOnlyDictionary<string, string> Description => NetworkDescription.Of(Config);

    private CropClassifierConfig Config => new(settings.Trunk, Labels.Names.Count);

    public override nn.Module CreateModel()
    {
        var model = new TransferStudent(Config, lesson?.Trunk, Transfer.Connected(settings.Transfer));
        if (settings.Init.Length > 0) StartingTrunk.Load(context.Finished(settings.Init).Best, model.Network.Trunk);
        return model;
    }

    public override bool IsPretrained(string parameter) => settings.Init.Length > 0 && parameter.StartsWith("student.trunk.", StringComparison.Ordinal);

    public override StepLoss Step(nn.Module replica, StepShare share)
    {
        bool[] mirrored = [.. share.Samples.Select(s => Augmentation.Draw(share.Seed, share.Step, s, true, 0).Mirrored)];
        var output = ((TransferStudent)replica).call(Pictures(share.Samples, mirrored));
        var labels = TagLoss.Compute(output.Student.Logits, Labels.Of(share.Samples));
        return new StepLoss(lesson is null ? [labels] : [labels, .. lesson.Terms(output, [.. share.Samples.Zip(mirrored, (s, m) => s * Forms + (m ? 1 : 0))])], share.Samples.Length);
    }

    public override void Dispose()
    {
        lesson?.Dispose();
        store.Dispose();
        base.Dispose();
    }

    protected override Tensor Scores(nn.Module model, int[] pictures) => ((TransferStudent)model).Network.call(Pictures(pictures, new bool[pictures.Length])).Logits.sigmoid();

    private Tensor Pictures(int[] pictures, bool[] mirrored)
    {
        var bytes = new byte[pictures.Length * store.Size * store.Size * 3];
        for (var i = 0; i < pictures.Length; i++)
            store.Copy(pictures[i], bytes.AsSpan(i * (bytes.Length / pictures.Length), bytes.Length / pictures.Length), Augmentation.None with { Mirrored = mirrored[i] });
        return tensor(bytes, [pictures.Length, store.Size, store.Size, 3], ScalarType.Byte);
    }
}
