using System.Numerics.Tensors;

namespace VlDistill.Trainer.Methods.DistillVlm;

/// <summary>Which token of the teacher stands for which of the student in one picture. Common tokens are counted regions first, then words.</summary>
/// <param name="Record">In the cache.</param>
/// <param name="Size">The teacher's tokens.</param>
/// <param name="Common">Regions that both have.</param>
/// <param name="Order">The teacher's region for each of the student's; null = the same number.</param>
public readonly record struct AlignedPicture(int Record, RecordSize Size, int Common, int[]? Order)
{
    /// <summary>The student's place of a common token in a row with room for <paramref name="regions"/> regions.</summary>
    public int Place(int token, int regions) => token < Common ? token : regions + token - Common;

    /// <summary>The teacher's place of a common token.</summary>
    public int Theirs(int token) => token >= Common ? Size.Regions + token - Common : Order?[token] ?? token;

    /// <summary>Copies one head's map (N_T, N_T) into the student's (<paramref name="size"/>, size).</summary>
    public void CopyMap(ReadOnlySpan<Half> map, Span<float> target, int regions, int size)
    {
        Span<float> unordered = stackalloc float[Order is null ? 0 : Size.Regions];
        for (var token = 0; token < Common + Size.Text; token++)
        {
            var from = map.Slice(Theirs(token) * Size.Tokens, Size.Tokens);
            var to = target.Slice(Place(token, regions) * size, size);
            TensorPrimitives.ConvertToSingle(from[Size.Regions..], to[regions..]);
            if (Order is null)
            {
                TensorPrimitives.ConvertToSingle(from[..Common], to);
                continue;
            }
            TensorPrimitives.ConvertToSingle(from[..Size.Regions], unordered);
            for (var i = 0; i < Common; i++) to[i] = unordered[Order[i]];
        }
    }
}
