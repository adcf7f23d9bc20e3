using TorchSharp.Modules;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Tasks;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.DistillVlm;

/// <summary>The networks of one or more teachers.</summary>
public sealed class TeacherPanel : nn.Module
{
    private readonly ModuleList<nn.Module> networks;

    public TeacherPanel(IEnumerable<string> checkpoints) : base(nameof(TeacherPanel))
    {
        networks = nn.ModuleList(checkpoints.Select(TrainedTransformer.Load).ToArray());
        RegisterComponents();
    }

    /// <summary>What a teacher gives; class logits (S, C) only where it is a classifier.</summary>
    public (VlOutput Output, Tensor? Classes) Run(int teacher, VlInput input, Tensor starts)
    {
        if (networks[teacher] is not VlClassifier classifier) return (((VlTransformer)networks[teacher]).call(input), null);
        var (classes, output) = classifier.call(input, starts);
        return (output, classes);
    }
}
