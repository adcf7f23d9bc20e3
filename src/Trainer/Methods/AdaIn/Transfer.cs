using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.AdaIn;

/// <summary>What the teacher saw in a batch: its maps and logits, constants.</summary>
public sealed record TeacherView(TrunkMaps Maps, Tensor Logits);

/// <summary>The terms that one way of transfer adds to the student's loss.</summary>
public sealed class Transfer(AdaInStudentSettings settings, CropClassifier teacher)
{
    /// <summary>Maps that pass a connector.</summary>
    public static TrunkStage[] Connected(AdaInStudentSettings settings) =>
        settings.Transfer is TransferKind.Statistics or TransferKind.Adain or TransferKind.Fitnet ? settings.Stages : [];

    /// <summary>Named terms, each summed over the compared maps.</summary>
    public IReadOnlyList<LossTerm> Terms(TransferOutput output, TeacherView view)
    {
        return settings.Transfer switch
        {
            TransferKind.Statistics => [Statistics()],
            TransferKind.Adain => [Statistics(), new LossTerm("adain", Sum((stage, i) => TransferLosses.Verdict(output.Mapped[i], view.Maps.Of(stage), view.Logits, map => teacher.After(stage, map))), settings.AdainWeight)],
            TransferKind.Fitnet => [new LossTerm("fitnet", Sum((stage, i) => TransferLosses.Maps(output.Mapped[i], view.Maps.Of(stage))), settings.FitnetWeight)],
            TransferKind.Attention => [new LossTerm("attention", Sum((stage, _) => TransferLosses.Attention(output.Student.Maps.Of(stage), view.Maps.Of(stage))), settings.AttentionWeight)],
            TransferKind.Logits => [new LossTerm("logits", TransferLosses.Logits(output.Student.Logits, view.Logits, settings.Temperature), settings.LogitsWeight)],
            _ => [],
        };

        LossTerm Statistics() => new("statistics", Sum((stage, i) => TransferLosses.Statistics(output.Mapped[i], view.Maps.Of(stage))), settings.StatisticsWeight);

        Tensor Sum(Func<TrunkStage, int, Tensor> measure) => settings.Stages.Select(measure).Aggregate((a, b) => a + b);
    }
}
