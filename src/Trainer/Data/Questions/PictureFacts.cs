using VlDistill.Text;

namespace VlDistill.Trainer.Data.Questions;

/// <summary>What is known about a picture from people's captions and a detector.</summary>
/// <param name="Picture">Its number in its split.</param>
/// <param name="Captions">Words of each caption.</param>
/// <param name="Boxes">Detected boxes by class name.</param>
public sealed record PictureFacts(int Picture, IReadOnlyList<string[]> Captions, IReadOnlyDictionary<string, int> Boxes)
{
    public static PictureFacts Of(int picture, IEnumerable<string> captions, IEnumerable<string> boxes) =>
        new(picture, [.. captions.Select(CaptionTokenizer.Tokenize)], boxes.CountBy(b => b).ToDictionary());

    /// <summary>Captions that use one of the words.</summary>
    public int Mentions(IReadOnlySet<string> words) => Captions.Count(c => c.Any(words.Contains));

    public int BoxesOf(string? name) => name is null ? 0 : Boxes.GetValueOrDefault(name);
}

/// <summary>A question with the answer that captions and boxes agree on.</summary>
/// <param name="Kind"><c>presence</c>, <c>count</c>, <c>color</c> or <c>action</c>.</param>
/// <param name="Subject">What it asks about; answers are balanced within kind and subject.</param>
public sealed record GeneratedQuestion(int Picture, string Kind, string Subject, string Text, string Answer);
