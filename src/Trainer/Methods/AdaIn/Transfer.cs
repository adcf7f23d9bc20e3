using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.AdaIn;

/// <summary>What the teacher saw in a batch: its maps, each channel in its own units, and logits; constants.</summary>
public sealed record TeacherView(TrunkMaps Maps, Tensor Logits);

/// <summary>The terms that one way of transfer adds to the student's loss.</summary>
/// <param name="units">Those of the teacher's maps in a view; the rest of the teacher gets its own again.</param>
public sealed class Transfer(TransferSettings settings, CropClassifier teacher, Func<TrunkStage, ChannelUnits> units)
{
    /// <summary>Maps that pass a connector.</summary>
    public static TrunkStage[] Connected(TransferSettings settings) =>
        settings.Kind is TransferKind.Statistics or TransferKind.Adain or TransferKind.Fitnet ? settings.Maps : [];

    /// <summary>Named terms, each summed over the compared maps.</summary>
    public IReadOnlyList<LossTerm> Terms(TransferOutput output, TeacherView view)
    {
        return settings.Kind switch
        {
            TransferKind.Statistics => [Statistics()],
            TransferKind.Adain => [Statistics(), new LossTerm("adain", Sum((stage, i) => TransferLosses.Verdict(output.Mapped[i], view.Maps.Of(stage), view.Logits, map => teacher.After(stage, units(stage).Back(map)))), settings.Adain)],
            TransferKind.Fitnet => [new LossTerm("fitnet", Sum((stage, i) => TransferLosses.Maps(output.Mapped[i], view.Maps.Of(stage))), settings.Fitnet)],
            TransferKind.Attention => [new LossTerm("attention", Sum((stage, _) => TransferLosses.Attention(output.Student.Maps.Of(stage), units(stage).Back(view.Maps.Of(stage)))), settings.Attention)],
            TransferKind.Logits => [new LossTerm("logits", TransferLosses.Logits(output.Student.Logits, view.Logits, settings.Temperature), settings.Logits)],
            _ => [],
        };

        LossTerm Statistics() => new("statistics", Sum((stage, i) => TransferLosses.Statistics(output.Mapped[i], view.Maps.Of(stage))), settings.Statistics);

        Tensor Sum(Func<TrunkStage, int, Tensor> measure) => settings.Maps.Select(measure).Aggregate((a, b) => a + b);
    }
}
