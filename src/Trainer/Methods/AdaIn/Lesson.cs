using VlDistill.Trainer.Data;
using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.AdaIn;

/// <summary>The pictures of a training set in all their changed forms.</summary>
/// <param name="Key">Short name of what they are.</param>
/// <param name="Count">Every form counted.</param>
/// <param name="Read">uint8 (B, S, S, 3) by number.</param>
public sealed record PictureForms(string Key, int Count, Func<int[], Tensor> Read);

/// <summary>A frozen teacher with what it said about the training pictures, and the terms a student learns from it.</summary>
public sealed class Lesson : IDisposable
{
    private readonly CropClassifier teacher;
    private readonly TeacherMaps maps;
    private readonly Transfer transfer;

    private Lesson(CropClassifier teacher, TeacherMaps maps, Transfer transfer) => (this.teacher, this.maps, this.transfer) = (teacher, maps, transfer);

    /// <summary>The teacher's trunk.</summary>
    public Trunk Trunk => teacher.Trunk;

    /// <summary>Opens the lesson; null where nothing is transferred.</summary>
    /// <param name="stage">The student's.</param>
    /// <param name="outputs">File in the teacher's folder that names its outputs, and the student's.</param>
    /// <exception cref="UserException">The teacher has not finished or has other outputs, or no maps are compared.</exception>
    public static Lesson? Open(TransferSettings settings, string stage, RunContext context, (string File, IReadOnlyList<string> Names) outputs, PictureForms forms)
    {
        if (settings.Kind == TransferKind.None) return null;
        if (settings.Maps.Length == 0) throw new UserException($"stage {stage}: \"transfer.maps\" is empty; name maps to compare or set transfer.kind to none.");
        var folder = context.Finished(settings.Teacher);
        if (!File.Exists(folder.In(outputs.File)) || !File.ReadLines(folder.In(outputs.File)).SequenceEqual(outputs.Names))
            throw new UserException($"stage {stage} has other classes than its teacher {settings.Teacher}; use the same data, boxes and limits.");
        var teacher = FrozenTeacher.Load(folder);
        var key = CacheKey.Of([CacheKey.OfFile(folder.Best), forms.Key]);
        var maps = TeacherMaps.Open(context, $"adain-{settings.Teacher}-{key}.bin", teacher, forms);
        return new Lesson(teacher, maps, new Transfer(settings, teacher, maps.Units));
    }

    /// <summary>Named terms for pictures by their numbers among the forms.</summary>
    public IReadOnlyList<LossTerm> Terms(TransferOutput student, int[] pictures) => transfer.Terms(student, maps.Read(pictures));

    public void Dispose()
    {
        maps.Dispose();
        teacher.Dispose();
    }
}
