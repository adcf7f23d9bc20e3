using VlDistill.Text;

namespace VlDistill.Trainer.Data;

/// <summary>One text about a picture: what is read and, at each place, what should be said there (0 = nothing).</summary>
/// <param name="Inputs">Word ids with the marks that belong to the kind of text.</param>
/// <param name="Targets">As many word ids.</param>
/// <param name="Shared">True for the detector's tags, which every text of the picture may look at.</param>
public sealed record TextSegment(int[] Inputs, int[] Targets, bool Shared = false)
{
    /// <summary><c>bos w1 … ww</c> → <c>w1 … ww eos</c>. A word outside the vocabulary is read but is no target: nothing learns to say it.</summary>
    public static TextSegment Caption(int[] words) =>
        new([Vocabulary.Bos, .. words], [.. words.Select(w => w == Vocabulary.Unknown ? Vocabulary.Pad : w), Vocabulary.Eos]);

    /// <summary><c>cls w1 … ww sep</c> without targets: what is asked of it is read at <c>cls</c>.</summary>
    public static TextSegment Question(int[] words) => new([Vocabulary.Class, .. words, Vocabulary.Separator], new int[words.Length + 2]);
}
