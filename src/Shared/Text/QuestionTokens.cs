namespace VlDistill.Text;

/// <summary>A question as a network reads it, the same in training and use: <c>cls w1 … ww sep</c>, words as <see cref="CaptionTokenizer"/> splits them.</summary>
public static class QuestionTokens
{
    /// <summary>The two marks around the words.</summary>
    public const int Marks = 2;

    /// <param name="most">Longest sequence, marks included; words beyond it are not read.</param>
    /// <exception cref="UserException">No word of the question is in the vocabulary.</exception>
    public static long[] Of(string question, Vocabulary vocabulary, int most)
    {
        var words = vocabulary.Encode(question);
        if (words.All(w => w == Vocabulary.Unknown))
            throw new UserException($"question '{question}': none of its words is among the {vocabulary.Count - Vocabulary.SpecialCount} the network knows; ask about people, dogs, colours, numbers");
        return [Vocabulary.Class, .. words.Take(most - Marks).Select(w => (long)w), Vocabulary.Separator];
    }
}
