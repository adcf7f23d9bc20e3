using VlDistill.Trainer.Models;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tasks;

/// <summary>Starts a trunk from another stage's network that has one of the same shape.</summary>
public static class StartingTrunk
{
    /// <summary>Where a checkpoint may hold it: student eyes and crop classifiers, teacher eyes, students of a transfer.</summary>
    private static readonly string[] places = ["trunk.", "trunks.0.", "student.trunk."];

    /// <exception cref="UserException">The checkpoint holds no trunk, or one of another shape.</exception>
    public static void Load(string checkpoint, Trunk trunk)
    {
        var (tensors, _) = SafeTensors.Read(checkpoint);
        var place = places.FirstOrDefault(p => tensors.Keys.Any(name => name.StartsWith("model." + p, StringComparison.Ordinal)));
        foreach (var tensor in tensors.Values) tensor.Dispose();
        Checkpoint.Load(checkpoint, trunk, within: place ?? throw new UserException($"init: {checkpoint} holds no trunk; name a stage of eyes or of crops."));
    }
}
