using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.DistillVlm;

/// <summary>Fits the attention maps of a teacher with more heads to its student's.</summary>
public static class HeadGroups
{
    /// <summary>(B, H_T, N, N) → (B, H_S, N, N): the mean of every H_T / H_S consecutive heads, which is a distribution again.</summary>
    public static Tensor Average(Tensor attention, int heads)
    {
        var shape = attention.shape;
        return shape[1] == heads ? attention : attention.reshape(shape[0], heads, shape[1] / heads, shape[2], shape[3]).mean([2L]);
    }

    /// <exception cref="UserException">The teacher's heads are no multiple of the student's.</exception>
    public static void Require(string teacher, int teacherHeads, string student, int studentHeads)
    {
        if (teacherHeads % studentHeads == 0) return;
        throw new UserException($"stage {student} has heads={studentHeads}, its teacher {teacher} has {teacherHeads}, which is no multiple of it; choose heads so that the teacher's are, or distil.attention=0.");
    }
}
