using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimiser remembers of one parameter.</summary>
public abstract class OptimizerState : IDisposable
{
    private protected readonly Parameter parameter;

    private protected OptimizerState(Parameter parameter) => this.parameter = parameter;

    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    void IDisposable.Dispose() => Release();

    private protected abstract void Release();

    /// <summary>A tensor like the parameter, of zeros, that belongs to no dispose scope.</summary>
    private protected Tensor Zeros()
    {
        using var _ = no_grad();
        return zeros_like(parameter).DetachFromDisposeScope();
    }

    private protected static void Save(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        if (tensor is not null)
        {
            TensorFormat.Write(writer, tensor);
        }
    }

    private protected static Tensor? Load(BinaryReader reader, Tensor? before)
    {
        before?.Dispose();
        return reader.ReadBoolean() ? TensorFormat.Read(reader).DetachFromDisposeScope() : null;
    }
}
