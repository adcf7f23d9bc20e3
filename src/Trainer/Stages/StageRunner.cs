using System.Reflection;
using System.Text.Json;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Methods.AdaIn;
using VlDistill.Trainer.Methods.Ffsd;
using VlDistill.Trainer.Methods.PhraseEncoder;
using VlDistill.Trainer.Methods.RelationBaselines;
using VlDistill.Trainer.Methods.RvlBert;
using VlDistill.Trainer.Methods.Vild;
using VlDistill.Trainer.Methods.WsdTags;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Stages;

/// <summary>Runs a recipe's stages in order; finished ones are skipped on resume.</summary>
public static class StageRunner
{
    /// <summary>Runs the stages named in <paramref name="only"/>, or all when it is empty.</summary>
    /// <exception cref="UserException">A named stage is not in the recipe, or the run holds one already and resuming was not asked for.</exception>
    public static void Run(RunContext context, IReadOnlyList<string> only)
    {
        var stages = context.Recipe.Stages;
        if (only.FirstOrDefault(name => stages.All(s => s.Name != name)) is { } unknown)
            throw new UserException($"--stage {unknown}: {context.Recipe.Source} has {string.Join(", ", stages.Select(s => s.Name))}.");
        foreach (var settings in stages.Where(s => only.Count == 0 || only.Contains(s.Name))) RunOne(context, settings);
    }

    private static void RunOne(RunContext context, StageSettings settings)
    {
        var folder = new StageFolder(context.Folder, settings.Name);
        if (Directory.Exists(folder.Path) && !context.Resume)
            throw new UserException($"{folder.Path} holds an earlier run; continue it with --resume or choose another --out.");
        if (folder.IsFinished)
        {
            context.Progress.Say($"{settings.Name}: finished before");
            return;
        }
        Directory.CreateDirectory(folder.Path);
        WriteConfig(context, settings, folder);
        folder.Finish(Execute(context, settings, folder));
    }

    private static object Execute(RunContext context, StageSettings settings, StageFolder folder) => settings switch
    {
        BoxesSettings boxes => new BoxesStage(boxes, context, folder).Run(),
        FeaturesSettings features => new FeaturesStage(features, context).Run(),
        QuestionsSettings questions => new QuestionsStage(questions, context, folder).Run(),
        ClipTextSettings text => ReadyEncoders.Run(text, context),
        CropEncoderSettings { Ready: true } image => ReadyEncoders.Run(image, context, folder),
        VildTextSettings text => new VildTextStage(text, context, folder).Run(),
        RelationLabelsSettings labels => new RelationLabelsStage(labels, context, folder).Run(),
        TrainingSettings training => Train(context, training, folder),
        _ => throw new InvalidOperationException($"no stage for {settings.GetType().Name}"),
    };

    private static TrainReport Train(RunContext context, TrainingSettings settings, StageFolder folder)
    {
        using ITrainingTask task = settings switch
        {
            DetectorSettings detector => new DetectorTask(detector, context, folder),
            TeacherEyesSettings eyes => new TeacherEyesTask(eyes, context, folder),
            PretrainSettings pretrain => new PretrainTask(pretrain, context, folder),
            AnswerSettings answer => new AnswerTask(answer, context, folder),
            CaptionSettings caption => new CaptionTask(caption, context, folder),
            SelfCriticalSettings selfCritical => new SelfCriticalTask(selfCritical, context, folder),
            WsdTeacherSettings teacher => new WsdTeacherTask(teacher, context, folder),
            WsdStudentSettings student => new WsdStudentTask(student, context, folder),
            AdaInTagSettings tags => new AdaInTagTask(tags, context, folder),
            AdaInStudentSettings student => new AdaInStudentTask(student, context, folder),
            RelationSettings relation => new RelationTask(relation, context, folder),
            RelationPriorSettings prior => new RelationPriorTask(prior, context, folder),
            RelationSpatialSettings spatial => new RelationSpatialTask(spatial, context, folder),
            CropClassifierSettings crops => new CropClassifierTask(crops, context, folder),
            CropEncoderSettings encoder => new CropEncoderTask(encoder, context, folder),
            VildSettings vild => new VildTask(vild, context, folder),
            TextEncoderSettings text => new PhraseEncoderTask(text, context, folder),
            MutualSettings mutual => new MutualTask(mutual, context, folder),
            FfsdSettings ffsd => new FfsdTask(ffsd, context, folder),
            _ => throw new InvalidOperationException($"no task for {settings.GetType().Name}"),
        };
        var report = new TrainLoop(settings, task, folder, context.Seed, context.Progress, context.Stop).Run(context.Resume);
        LearningCurves.Write(folder.Metrics, folder.Curves, settings.Name);
        if (task is ITestedTask tested) tested.WriteTest(settings.Lanes);
        return report;
    }

    /// <summary>Prints and saves what the stage runs with.</summary>
    private static void WriteConfig(RunContext context, StageSettings settings, StageFolder folder)
    {
        var effective = JsonSerializer.SerializeToNode(settings, settings.GetType(), RecipeJson.Options)!.AsObject();
        context.Progress.Say($"{settings.Name}: " + string.Join(" ", effective.Where(s => s.Key is not "name").Select(s => $"{s.Key}={s.Value?.ToJsonString(RecipeJson.Line)}")));
        var config = JsonSerializer.Serialize(new { context.Recipe.Source, context.Seed, Commit = Commit(), Settings = effective }, RecipeJson.Options) + "\n";
        if (File.Exists(folder.Config) && File.ReadAllText(folder.Config) != config) context.Progress.Say($"{settings.Name}: settings differ from those it began with ({folder.Config} is replaced)");
        File.WriteAllText(folder.Config, config);
    }

    /// <summary>The commit the program was built from, as the SDK records it; empty outside a repository.</summary>
    private static string Commit() =>
        typeof(StageRunner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, var commit] ? commit : "";
}
