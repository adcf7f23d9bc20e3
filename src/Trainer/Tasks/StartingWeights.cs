using VlDistill.Text;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tasks;

/// <summary>Starts a transformer from another stage's, trained for another task or on other words.</summary>
public static class StartingWeights
{
    /// <summary>Where a checkpoint may hold its transformer: alone, in a classifier, or as the student of a distillation.</summary>
    private static readonly string[] prefixes = ["model.", "model.transformer.", "model.student.", "model.student.transformer."];

    /// <summary>Words whose vectors are kept apart: rows go by word, not by number.</summary>
    private static readonly string[] byWord = ["words.weight", "output.weight", "outputBias"];

    /// <summary>Copies every tensor; a word that only the target knows keeps its random vector.</summary>
    /// <exception cref="UserException">The checkpoint holds no transformer of this shape.</exception>
    public static void Apply(VlTransformer target, Vocabulary words, string checkpoint, Vocabulary theirWords)
    {
        var (tensors, _) = SafeTensors.Read(checkpoint);
        try
        {
            using var off = no_grad();
            using var scope = NewDisposeScope();
            var prefix = Prefix(tensors.Keys, checkpoint);
            if (tensors.Keys.Any(name => name.StartsWith($"{prefix}blocks.{target.Config.Layers}.", StringComparison.Ordinal)))
                throw new UserException($"init: {checkpoint} has more than the {target.Config.Layers} layers of this stage; use the same layers, width and eyes.");
            foreach (var (name, tensor) in target.state_dict())
            {
                if (!tensors.TryGetValue(prefix + name, out var source)) throw new UserException($"init: {checkpoint} has no {name}; its transformer has another shape.");
                if (byWord.Contains(name)) CopyWords(tensor, words, source, theirWords);
                else if (name == "positions.weight") Overlap(tensor, source);
                else if (source.shape.SequenceEqual(tensor.shape)) tensor.copy_(source);
                else throw new UserException($"init: {name} is [{string.Join(',', source.shape)}] in {checkpoint}, this stage needs [{string.Join(',', tensor.shape)}]; use the same layers, width and eyes.");
            }
        }
        finally
        {
            foreach (var tensor in tensors.Values) tensor.Dispose();
        }
    }

    /// <summary>What stands before a transformer's tensors in a checkpoint.</summary>
    /// <exception cref="UserException">It holds none.</exception>
    public static string Prefix(IEnumerable<string> names, string checkpoint)
    {
        var known = names.ToHashSet();
        return prefixes.FirstOrDefault(p => known.Contains(p + "words.weight")) ?? throw new UserException($"{checkpoint} holds no transformer; name a caption, pretrain or answer stage.");
    }

    private static void CopyWords(Tensor target, Vocabulary words, Tensor source, Vocabulary theirs)
    {
        var pairs = Enumerable.Range(0, words.Count).Select(i => (Mine: (long)i, Theirs: (long)theirs[words[i]]))
            .Where(p => p.Theirs != Vocabulary.Unknown || p.Mine == Vocabulary.Unknown).ToArray();
        target.index_copy_(0, tensor(pairs.Select(p => p.Mine).ToArray()), source.index_select(0, tensor(pairs.Select(p => p.Theirs).ToArray())));
    }

    private static void Overlap(Tensor target, Tensor source)
    {
        var rows = Math.Min(target.shape[0], source.shape[0]);
        target.narrow(0, 0, rows).copy_(source.narrow(0, 0, rows));
    }
}
