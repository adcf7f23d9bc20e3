namespace VlDistill.Trainer.Recipes;

/// <summary>The tasks a stage can name, with the settings each has.</summary>
public static class StageKinds
{
    private static readonly Dictionary<string, Func<StageSettings>> kinds = new()
    {
        ["boxes"] = () => new BoxesSettings(),
        ["detector"] = () => new DetectorSettings(),
        ["teacher-eyes"] = () => new TeacherEyesSettings(),
        ["features"] = () => new FeaturesSettings(),
        ["pretrain"] = () => new PretrainSettings(),
        ["questions"] = () => new QuestionsSettings(),
        ["relation-prior"] = () => new RelationPriorSettings(),
        ["relation-spatial"] = () => new RelationSpatialSettings(),
        ["relation-labels"] = () => new RelationLabelsSettings(),
        ["answer"] = () => new AnswerSettings(),
        ["caption"] = () => new CaptionSettings(),
        ["self-critical"] = () => new SelfCriticalSettings(),
        ["wsd-teacher"] = () => new WsdTeacherSettings(),
        ["crop-classifier"] = () => new CropClassifierSettings(),
        ["adain-tags"] = () => new AdaInTagSettings(),
        ["adain-student"] = () => new AdaInStudentSettings(),
        ["mutual"] = () => new MutualSettings(),
        ["ffsd"] = () => new FfsdSettings(),
        ["wsd-student"] = () => new WsdStudentSettings(),
        ["crop-encoder"] = () => new CropEncoderSettings(),
        ["vild"] = () => new VildSettings(),
        ["vild-text"] = () => new VildTextSettings(),
        ["text-encoder"] = () => new TextEncoderSettings(),
        ["clip-text"] = () => new ClipTextSettings(),
        ["relation"] = () => new RelationSettings(),
    };

    /// <summary>Default settings of a task.</summary>
    /// <exception cref="UserException">No such task.</exception>
    public static StageSettings Create(string? task, string where) =>
        task is not null && kinds.TryGetValue(task, out var create)
            ? create()
            : throw new UserException($"{where}: \"task\" must be one of {string.Join(", ", kinds.Keys)}, not {(task is null ? "absent" : $"\"{task}\"")}.");
}
