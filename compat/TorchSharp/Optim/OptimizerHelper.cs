using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Parameter groups, per-parameter state, and their place in a file.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    private protected readonly Dictionary<Parameter, OptimizerState> states = new(ReferenceEqualityComparer.Instance);

    public OptimizerHelper() : base(0)
    {
    }

    public override IEnumerable<Parameter> parameters() => groups.SelectMany(group => group.Parameters);

    public override void zero_grad() => base.zero_grad();

    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    /// <summary>Kind, groups with settings, then the state of every parameter in order.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        writer.Write(GetType().Name);
        TensorFormat.WriteNumber(writer, groups.Count);
        TensorFormat.WriteNumber(writer, states.Count);
        foreach (var group in groups)
        {
            TensorFormat.WriteNumber(writer, group.Parameters.Count());
            group.Options.SaveStateDict(writer);
        }
        foreach (var parameter in parameters())
        {
            states[parameter].SaveStateDict(writer);
        }
    }

    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    public void load_state_dict(BinaryReader reader)
    {
        string kind = reader.ReadString();
        if (kind != GetType().Name)
        {
            throw new InvalidDataException($"the saved state is of {kind}, not of {GetType().Name}");
        }
        Expect(TensorFormat.ReadNumber(reader), groups.Count, "parameter groups");
        Expect(TensorFormat.ReadNumber(reader), states.Count, "parameters");
        foreach (var group in groups)
        {
            Expect(TensorFormat.ReadNumber(reader), group.Parameters.Count(), "parameters in a group");
            group.Options.LoadStateDict(reader);
        }
        foreach (var parameter in parameters())
        {
            states[parameter].LoadStateDict(reader);
        }
    }

    /// <summary>Runs the closure, if any, then the update of each group without recording.</summary>
    private protected Tensor Update(Action<ParamGroup> body, Func<Tensor>? closure)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using (enable_grad())
            {
                loss = closure();
            }
        }
        using (no_grad())
        {
            foreach (var group in groups)
            {
                body(group);
            }
        }
        return loss!;
    }

    private protected void Add(ParamGroup group, Func<Parameter, OptimizerState> state)
    {
        group.Parameters = group.Parameters.ToList();
        group.InitialLearningRate = group.LearningRate;
        groups.Add(group);
        foreach (var parameter in group.Parameters)
        {
            states.Add(parameter, state(parameter));
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            foreach (IDisposable state in states.Values)
            {
                state.Dispose();
            }
        }
    }

    private static void Expect(long saved, long here, string what)
    {
        if (saved != here)
        {
            throw new InvalidDataException($"the saved state has {saved} {what}, this optimiser {here}");
        }
    }
}
