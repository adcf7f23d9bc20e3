using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Training;

/// <summary>Compares checkpoints bit for bit.</summary>
public static class CheckpointFiles
{
    /// <summary>Fails unless both files hold the same tensors, optimiser included.</summary>
    public static void AssertSameTensors(string first, string second)
    {
        var (a, b) = (SafeTensors.Read(first).Tensors, SafeTensors.Read(second).Tensors);
        Assert.Equal(a.Keys.Order(), b.Keys.Order());
        Assert.Contains("optimizer", a.Keys);
        foreach (var (name, tensor) in a) Assert.True(tensor.bytes.SequenceEqual(b[name].bytes), $"{name} differs");
    }
}
