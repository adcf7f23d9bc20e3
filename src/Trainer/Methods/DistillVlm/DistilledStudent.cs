using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.DistillVlm;

/// <summary>A student with what only its distillation needs: per layer pair φ, a linear map to the teacher's width, and the sample queue.</summary>
public sealed class DistilledStudent : nn.Module
{
    /// <summary>What the student's tensors' names start with in a checkpoint.</summary>
    public const string Prefix = "student.";

    private readonly nn.Module student;
    private readonly ModuleList<Linear> projections;
    private readonly ModuleList<TokenQueue> queues;

    /// <param name="student">The network that is trained.</param>
    /// <param name="pairs">Layer pairs whose states are compared.</param>
    /// <param name="width">d of the student.</param>
    /// <param name="teacherWidth">d of the teacher.</param>
    /// <param name="queue">K; 0 = no queue.</param>
    public DistilledStudent(nn.Module student, int pairs, int width, int teacherWidth, int queue) : base(nameof(DistilledStudent))
    {
        this.student = student;
        projections = nn.ModuleList(Enumerable.Range(0, pairs).Select(_ => nn.Linear(width, teacherWidth)).ToArray());
        queues = nn.ModuleList(Enumerable.Range(0, queue > 0 ? pairs : 0).Select(_ => new TokenQueue(queue, teacherWidth)).ToArray());
        RegisterComponents();
    }

    public IReadOnlyList<Linear> Projections => [.. projections];

    public IReadOnlyList<TokenQueue> Queues => [.. queues];

    /// <summary>The network to evaluate and ship, of a model that may or may not be in a distillation.</summary>
    public static T Of<T>(nn.Module model) where T : nn.Module => (T)(model is DistilledStudent distilled ? distilled.student : model);
}
