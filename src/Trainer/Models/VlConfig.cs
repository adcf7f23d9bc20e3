namespace VlDistill.Trainer.Models;

/// <summary>Size of a vision-language transformer.</summary>
/// <param name="Features">Channels of a region feature.</param>
/// <param name="Vocabulary">Words.</param>
/// <param name="Width">d, the size of a token's state.</param>
/// <param name="Layers">Transformer blocks.</param>
/// <param name="Heads">Attention heads, a divisor of the width.</param>
/// <param name="Hidden">Inner size of the feed-forward layers.</param>
/// <param name="Positions">Longest text, begin mark included.</param>
/// <param name="Dropout">Probability in [0, 1), while training.</param>
/// <param name="Tied">Whether the output layer is the word embedding.</param>
public sealed record VlConfig(
    int Features, int Vocabulary, int Width = 128, int Layers = 3, int Heads = 4, int Hidden = 512, int Positions = 32, double Dropout = 0.1, bool Tied = true)
{
    /// <summary>What ships: trains on two cores.</summary>
    public static VlConfig SmallStudent(int features, int vocabulary) => new(features, vocabulary);

    /// <summary>What ships as the teacher.</summary>
    public static VlConfig SmallTeacher(int features, int vocabulary) => new(features, vocabulary, 256, 4, 8, 1024);

    /// <summary>MiniLM's shape, the paper's student: 12 × 384, 12 heads (Fang et al. 2021).</summary>
    public static VlConfig PaperStudent(int features, int vocabulary) => new(features, vocabulary, 384, 12, 12, 1536, 128);

    /// <summary>BERT-base's shape, the paper's teacher: 12 × 768, 12 heads.</summary>
    public static VlConfig PaperTeacher(int features, int vocabulary) => new(features, vocabulary, 768, 12, 12, 3072, 128);

    /// <summary>For tests and the smoke recipe.</summary>
    public static VlConfig Tiny(int features, int vocabulary) => new(features, vocabulary, 32, 2, 2, 64, 24);
}
