using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.DistillVlm;

/// <summary>The last K teacher token states, L2-normalised, oldest replaced first; its buffers are part of a checkpoint.</summary>
public sealed class TokenQueue : nn.Module
{
    /// <summary>Cosine from which a negative is as good as the positive: "a" of one caption and "a" of another.</summary>
    private const double Duplicate = 0.95;

    private readonly Tensor entries, place, filled;

    /// <param name="size">K.</param>
    /// <param name="width">d of the teacher.</param>
    public TokenQueue(int size, int width) : base(nameof(TokenQueue))
    {
        entries = zeros(size, width);
        place = zeros(1, int64);
        filled = zeros(1, int64);
        RegisterComponents();
    }

    /// <summary>What was put in so far (filled, d); null while it is empty, since an unfilled place is no negative.</summary>
    public Tensor? Negatives => filled.item<long>() is > 0 and var count ? entries.narrow(0, 0, count) : null;

    /// <summary>Puts states (n, d) in; of more than K the last K. Not for two threads at once.</summary>
    public void Enqueue(Tensor states)
    {
        using var off = no_grad();
        using var scope = NewDisposeScope();
        var size = entries.shape[0];
        var skipped = Math.Max(0, states.shape[0] - size);
        var normal = nn.functional.normalize(states.narrow(0, skipped, states.shape[0] - skipped), dim: 1);
        var (at, count) = (place.item<long>(), normal.shape[0]);
        var first = Math.Min(count, size - at);
        entries.narrow(0, at, first).copy_(normal.narrow(0, 0, first));
        if (first < count) entries.narrow(0, 0, count - first).copy_(normal.narrow(0, first, count - first));
        place.fill_((at + count) % size);
        filled.fill_(Math.Min(size, filled.item<long>() + count));
    }

    /// <summary>Share of the entries with a cosine above 0.95 to a positive, mean over teacher states (A, d); 0 while empty.</summary>
    public Tensor NearDuplicates(Tensor positives)
    {
        using var off = no_grad();
        return Negatives is { } negatives
            ? nn.functional.normalize(positives, dim: 1).matmul(negatives.t()).gt(Duplicate).to_type(ScalarType.Float32).mean()
            : zeros(1).mean();
    }
}
