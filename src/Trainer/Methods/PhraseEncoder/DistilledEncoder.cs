using VlDistill.Text;
using VlDistill.Trainer.Methods.Vild;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.PhraseEncoder;

/// <summary>The small text encoder of a finished stage. It learned what the prompts say on average, so it reads bare names.</summary>
public sealed class DistilledEncoder(PhraseNetwork network, PhraseTokenizer tokenizer) : ISentenceEncoder
{
    private const int Chunk = 256;

    public int Width => network.Config.Output;

    public bool ReadsPrompts => false;

    /// <exception cref="UserException">The stage trained something else.</exception>
    public static DistilledEncoder Open(StageFolder folder) => new(Load(folder), PhraseTokenizer.Load(folder.In(PhraseEncoderTask.WordsFile)));

    /// <summary>The network of a finished stage, for use.</summary>
    /// <exception cref="UserException">The stage trained something else.</exception>
    public static PhraseNetwork Load(StageFolder folder)
    {
        var network = new PhraseNetwork(NetworkDescription.Read<PhraseConfig>(folder.Best, SafeTensors.ReadMetadata(folder.Best)));
        Checkpoint.Load(folder.Best, network);
        network.eval();
        return network;
    }

    public float[][] Embed(IReadOnlyList<string> phrases) => [.. phrases.Chunk(Chunk).SelectMany(EmbedChunk)];

    public void Dispose() => network.Dispose();

    private IEnumerable<float[]> EmbedChunk(string[] phrases)
    {
        using var off = no_grad();
        using var scope = NewDisposeScope();
        var (numbers, shape) = PhraseTokenizer.Pack(Array.ConvertAll(phrases, tokenizer.Encode));
        return network.call(tensor(numbers, shape)).contiguous().data<float>().ToArray().Chunk(Width);
    }
}
