using VlDistill.Trainer.Data;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Evaluation;

/// <summary>Linear map from a network's last-layer states to its teacher's, x · weight + bias; <c>to-teacher.safetensors</c> in the network's stage.</summary>
/// <param name="Weight">Row-major (width, teacher's width).</param>
/// <param name="Bias">(teacher's width).</param>
public sealed record StateMap(float[] Weight, float[] Bias)
{
    private const string FileName = "to-teacher.safetensors", CheckpointKey = "checkpoint", TeacherKey = "teacher";

    /// <summary>Size of the network's states.</summary>
    public int Width => Weight.Length / Bias.Length;

    /// <summary>States (n, width) as the teacher would have them, (n, teacher's width).</summary>
    public Tensor Apply(Tensor states) => states.matmul(tensor(Weight, [Width, Bias.Length])) + tensor(Bias);

    /// <summary>Writes the map with the hashes of both networks' weights.</summary>
    public void Save(StageFolder stage, StageFolder teacher)
    {
        using var scope = NewDisposeScope();
        using var file = File.Create(stage.In(FileName));
        SafeTensors.Write(file, [("weight", tensor(Weight, [Width, Bias.Length])), ("bias", tensor(Bias))],
            new Dictionary<string, string> { [CheckpointKey] = CacheKey.OfFile(stage.Best), [TeacherKey] = CacheKey.OfFile(teacher.Best) });
    }

    /// <summary>The map between these very weights; null where there is none.</summary>
    /// <exception cref="UserException">The file is damaged.</exception>
    public static StateMap? Load(StageFolder stage, StageFolder teacher)
    {
        if (!File.Exists(stage.In(FileName))) return null;
        using var scope = NewDisposeScope();
        var (tensors, metadata) = SafeTensors.Read(stage.In(FileName));
        using var weight = tensors["weight"];
        using var bias = tensors["bias"];
        return metadata[CheckpointKey] == CacheKey.OfFile(stage.Best) && metadata[TeacherKey] == CacheKey.OfFile(teacher.Best)
            ? new StateMap(weight.data<float>().ToArray(), bias.data<float>().ToArray()) : null;
    }
}
