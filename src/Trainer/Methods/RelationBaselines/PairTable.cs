using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.RelationBaselines;

/// <summary>Probabilities of predicates by the two names' numbers: rows of a table that is counted, not learned.</summary>
/// <param name="Names">Known names; the number behind the last stands for all others.</param>
/// <param name="Classes">Predicates and background.</param>
public sealed record PairTableConfig(int Names, int Classes);

/// <inheritdoc cref="PairTableConfig"/>
public sealed class PairTable : nn.Module<Tensor, Tensor>
{
    private readonly Parameter table;
    private readonly int names;

    public PairTable(PairTableConfig config) : base(nameof(PairTable))
    {
        names = config.Names + 1;
        table = nn.Parameter(zeros((long)names * names, config.Classes));
        RegisterComponents();
    }

    /// <summary>Puts the probabilities of a pair of names into their row.</summary>
    public void Fill(float[] probabilities)
    {
        using var off = no_grad();
        using var values = tensor(probabilities, table.shape);
        table.copy_(values);
    }

    /// <summary>Names' numbers (N, 2) int64 → probabilities (N, classes).</summary>
    public override Tensor forward(Tensor pairs) => table.index_select(0, pairs.select(1, 0) * names + pairs.select(1, 1));
}
