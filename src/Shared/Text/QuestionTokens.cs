namespace VlDistill.Text;

/// <summary>A question as a network reads it, the same in training and use: <c>cls w1 … ww sep</c>, words as <see cref="CaptionTokenizer"/> splits them.</summary>
public static class QuestionTokens
{
    /// <summary>The two marks around the words.</summary>
    public const int Marks = 2;

    /// <param name="most">Longest sequence, marks included; words beyond it are not read.</param>
    public static long[] Of(string question, Vocabulary vocabulary, int most) =>
        [Vocabulary.Class, .. vocabulary.Encode(question).Take(most - Marks).Select(w => (long)w), Vocabulary.Separator];

    /// <summary>Refuses a question that the network would read as nothing but unknown words.</summary>
    /// <exception cref="UserException">No word of it is in the vocabulary.</exception>
    public static void RequireKnown(string question, Vocabulary vocabulary)
    {
        if (vocabulary.Encode(question).All(w => w == Vocabulary.Unknown))
            throw new UserException($"question '{question}': none of its words is among the {vocabulary.Count - Vocabulary.SpecialCount} the network knows; ask in English, as in 'how many dogs are there ?'");
    }
}
