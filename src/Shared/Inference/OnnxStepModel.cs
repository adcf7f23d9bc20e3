using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace VlDistill.Inference;

/// <summary>step.onnx with the keys and values of one picture.</summary>
/// <param name="step">token [B], position [1], keys and values [L,B,H,P,d] → logits [B,V], new keys and values, attention [L,B,H,P+1].</param>
/// <param name="keys">[L,1,H,R,d] of the region tokens; owned from here on.</param>
/// <param name="values">[L,1,H,R,d] of the region tokens; owned from here on.</param>
/// <param name="rollout">Of the region tokens; null for several hypotheses, which change places: their keys and values must then be where C# can move them.</param>
internal sealed class OnnxStepModel(
    OnnxGraph step, OrtValue keys, OrtValue values, int vocabularySize, int layers, int heads, int regions, AttentionRollout? rollout) : IStepModel
{
    private readonly long[] at = [0];
    private OrtValue? place;
    private long[] numbers = [];
    private OrtValue? token;
    private OrtValue keys = keys;
    private OrtValue values = values;
    private int batch = 1;
    private IDisposableReadOnlyCollection<OrtValue>? outputs;

    public int VocabularySize => vocabularySize;

    public int AttentionSize => layers * heads * regions;

    public float[] Rollout { get; private set; } = [];

    /// <summary>When the first step ended, for the time to the first word; 0 before it.</summary>
    public long FirstStepEnded { get; private set; }

    public ReadOnlySpan<float> Step(ReadOnlySpan<int> tokens, ReadOnlySpan<int> parents, int position)
    {
        if (!IsIdentity(parents))
        {
            var (orderedKeys, orderedValues) = (Reorder(keys, parents), Reorder(values, parents));
            Release();
            (keys, values) = (orderedKeys, orderedValues);
        }
        if (numbers.Length != tokens.Length)
        {
            token?.Dispose();
            numbers = new long[tokens.Length];
            token = OrtValue.CreateTensorValueFromMemory(numbers, [numbers.Length]);
        }
        for (var i = 0; i < numbers.Length; i++) numbers[i] = tokens[i];
        at[0] = position;
        place ??= OrtValue.CreateTensorValueFromMemory(at, [1]);
        var next = rollout is null ? step.RunToRead(token!, place, keys, values) : step.Run(token!, place, keys, values);
        Release();
        outputs?.Dispose();
        outputs = next;
        (keys, values, batch) = (next[1], next[2], tokens.Length);
        if (rollout is not null) Rollout = rollout.Add(next[3].GetTensorDataAsSpan<float>());
        if (FirstStepEnded == 0) FirstStepEnded = Stopwatch.GetTimestamp();
        return next[0].GetTensorDataAsSpan<float>();
    }

    public void ReadAttention(int hypothesis, Span<float> into)
    {
        var data = outputs![3].GetTensorDataAsSpan<float>(); // (L, B, H, regions and words so far)
        var keysSeen = data.Length / (layers * batch * heads);
        for (var layer = 0; layer < layers; layer++)
            for (var head = 0; head < heads; head++)
                data.Slice(((layer * batch + hypothesis) * heads + head) * keysSeen, regions).CopyTo(into[((layer * heads + head) * regions)..]);
    }

    public void Dispose()
    {
        Release();
        outputs?.Dispose();
        token?.Dispose();
        place?.Dispose();
    }

    private bool IsIdentity(ReadOnlySpan<int> parents)
    {
        if (parents.Length != batch) return false;
        for (var i = 0; i < parents.Length; i++)
            if (parents[i] != i) return false;
        return true;
    }

    private static OrtValue Reorder(OrtValue cache, ReadOnlySpan<int> parents)
    {
        var shape = cache.GetTensorTypeAndShape().Shape; // (L, B, H, P, d)
        var (layers, batch, block) = ((int)shape[0], (int)shape[1], (int)(shape[2] * shape[3] * shape[4]));
        var source = cache.GetTensorDataAsSpan<float>();
        var ordered = GC.AllocateUninitializedArray<float>(layers * parents.Length * block);
        for (var layer = 0; layer < layers; layer++)
            for (var i = 0; i < parents.Length; i++)
                source.Slice((layer * batch + parents[i]) * block, block).CopyTo(ordered.AsSpan((layer * parents.Length + i) * block));
        return OrtValue.CreateTensorValueFromMemory(ordered, [shape[0], parents.Length, shape[2], shape[3], shape[4]]);
    }

    /// <summary>Some of them also belong to the last outputs; disposing a value twice is allowed.</summary>
    private void Release()
    {
        keys.Dispose();
        values.Dispose();
    }
}
