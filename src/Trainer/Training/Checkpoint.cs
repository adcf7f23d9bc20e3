using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Training;

/// <summary>Where a training run stands.</summary>
/// <param name="Step">Optimiser steps done.</param>
/// <param name="Best">Best dev figure so far; null before the first evaluation.</param>
/// <param name="BestStep">When it was measured.</param>
public sealed record TrainState(long Step, double? Best, long BestStep);

/// <summary>A network's weights with the optimiser and the position in training, on disk; replaced atomically.</summary>
public static class Checkpoint
{
    private const string ModelPrefix = "model.", OptimizerKey = "optimizer";

    /// <summary>Writes beside <paramref name="path"/>, forces it to disk, then renames: at any moment the old or the new file is whole.</summary>
    /// <exception cref="UserException">The disk is full or forbidden; the previous file is intact.</exception>
    public static void Save(string path, nn.Module model, OptimizerHelper? optimizer, TrainState state, IReadOnlyDictionary<string, string>? more = null)
    {
        using var scope = NewDisposeScope();
        var tensors = model.state_dict().Select(t => (ModelPrefix + t.Key, t.Value)).ToList();
        if (optimizer is not null) tensors.Add((OptimizerKey, Bytes(optimizer)));
        var metadata = new Dictionary<string, string>(more ?? new Dictionary<string, string>())
        {
            ["step"] = FormattableString.Invariant($"{state.Step}"),
            ["bestStep"] = FormattableString.Invariant($"{state.BestStep}"),
        };
        if (state.Best is { } best) metadata["best"] = FormattableString.Invariant($"{best:R}");
        var temporary = path + ".tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
            {
                SafeTensors.Write(stream, tensors, metadata);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            var previous = File.Exists(path) ? "the previous checkpoint is intact; free space and continue with --resume" : "free space or choose another --out";
            throw new UserException($"checkpoint {path} could not be written ({e.Message.TrimEnd('.')}); {previous}.", e);
        }
    }

    /// <summary>Reads weights into a network of the same shape, and the optimiser where one is given.</summary>
    /// <param name="within">What the names of this network's tensors start with where it was saved as part of another.</param>
    /// <exception cref="UserException">The file is absent, damaged or of another network; the message names it.</exception>
    public static TrainState Load(string path, nn.Module model, OptimizerHelper? optimizer = null, string within = "")
    {
        if (!File.Exists(path)) throw new UserException($"checkpoint {path} does not exist; train that stage first.");
        var (tensors, metadata) = SafeTensors.Read(path);
        try
        {
            using var off = no_grad();
            using var scope = NewDisposeScope();
            foreach (var (name, target) in model.state_dict())
            {
                if (!tensors.TryGetValue(ModelPrefix + within + name, out var source)) throw new UserException($"checkpoint {path} is of another network: it has no {name}.");
                if (!source.shape.SequenceEqual(target.shape))
                    throw new UserException($"checkpoint {path} is of another network: {name} is [{string.Join(',', source.shape)}], expected [{string.Join(',', target.shape)}].");
                target.copy_(source);
            }
            if (optimizer is not null) Restore(optimizer, tensors.GetValueOrDefault(OptimizerKey) ?? throw new UserException($"checkpoint {path} holds no optimiser; resume needs last.ckpt."));
            return State(metadata);
        }
        finally
        {
            foreach (var tensor in tensors.Values) tensor.Dispose();
        }
    }

    /// <summary>Reads the position only.</summary>
    public static TrainState LoadState(string path) => State(SafeTensors.ReadMetadata(path));

    private static TrainState State(IReadOnlyDictionary<string, string> metadata) => new(
        long.Parse(metadata.GetValueOrDefault("step", "0"), System.Globalization.CultureInfo.InvariantCulture),
        metadata.TryGetValue("best", out var best) ? double.Parse(best, System.Globalization.CultureInfo.InvariantCulture) : null,
        long.Parse(metadata.GetValueOrDefault("bestStep", "0"), System.Globalization.CultureInfo.InvariantCulture));

    private static Tensor Bytes(OptimizerHelper optimizer)
    {
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, System.Text.Encoding.UTF8, leaveOpen: true)) optimizer.save_state_dict(writer);
        return tensor(memory.ToArray(), ScalarType.Byte);
    }

    private static void Restore(OptimizerHelper optimizer, Tensor bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes.data<byte>().ToArray()));
        optimizer.load_state_dict(reader);
    }
}
