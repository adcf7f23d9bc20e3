using TorchSharp;
using TorchSharp.Modules;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.AdaIn;

/// <summary>The student's own output, and its maps in the teacher's channels in the order of the compared stages.</summary>
public sealed record TransferOutput(CropClassifierOutput Student, IReadOnlyList<Tensor> Mapped);

/// <summary>A student with the connectors that its training needs. The network that is judged and kept is <see cref="Network"/> alone.</summary>
public sealed class TransferStudent : nn.Module<Tensor, TransferOutput>
{
    private readonly CropClassifier student;
    private readonly ModuleList<Connector> connectors;
    private readonly TrunkStage[] stages;

    /// <param name="stages">Maps that pass a connector; none where maps are not compared channel by channel.</param>
    public TransferStudent(CropClassifierConfig config, Trunk? teacher, TrunkStage[] stages) : base(nameof(TransferStudent))
    {
        this.stages = stages;
        // First, so that every way of transfer starts from the same student.
        student = new CropClassifier(config);
        connectors = nn.ModuleList(stages.Select(s => new Connector(student.Trunk.ChannelsOf(s), teacher!.ChannelsOf(s), s == TrunkStage.Grid)).ToArray());
        RegisterComponents();
    }

    /// <summary>The student without connectors.</summary>
    public CropClassifier Network => student;

    public override TransferOutput forward(Tensor pictures)
    {
        var output = student.call(pictures);
        return new TransferOutput(output, [.. stages.Select((stage, i) => connectors[i].call(output.Maps.Of(stage)))]);
    }
}
