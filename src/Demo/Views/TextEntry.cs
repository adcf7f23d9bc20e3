namespace VlDistill.Demo.Views;

/// <summary>What a line of typed text is for.</summary>
public enum EntryKind
{
    None,
    Ask,
    Find,
    Bundle,
}

/// <summary>A line of text with a caret and the lines entered before; changes on key presses only.</summary>
public sealed class TextEntry
{
    private const int Most = 200;
    private readonly char[] buffer = new char[Most];
    private readonly List<string> earlier = [];
    private int recalled;
    private int length;

    /// <summary>The text so far.</summary>
    public ReadOnlySpan<char> Text => buffer.AsSpan(0, length);

    /// <summary>Characters before the caret.</summary>
    public int Caret { get; private set; }

    public void Clear() => (length, Caret, recalled) = (0, 0, earlier.Count);

    public void Insert(char character)
    {
        if (char.IsControl(character) || length == Most) return;
        buffer.AsSpan(Caret, length - Caret).CopyTo(buffer.AsSpan(Caret + 1));
        buffer[Caret++] = character;
        length++;
    }

    public void Insert(string text)
    {
        foreach (char character in text) Insert(character);
    }

    /// <summary>Removes the character before the caret.</summary>
    public void Backspace()
    {
        if (Caret == 0) return;
        Caret--;
        Delete();
    }

    /// <summary>Removes the character after the caret.</summary>
    public void Delete()
    {
        if (Caret == length) return;
        buffer.AsSpan(Caret + 1, length - Caret - 1).CopyTo(buffer.AsSpan(Caret));
        length--;
    }

    /// <summary>Moves the caret by characters, not beyond the text.</summary>
    public void Move(int by) => Caret = Math.Clamp(Caret + by, 0, length);

    /// <summary>Steps through the lines entered before: −1 the one before, 1 the next.</summary>
    public void Recall(int by)
    {
        if (earlier.Count == 0) return;
        recalled = Math.Clamp(recalled + by, 0, earlier.Count);
        (length, Caret) = (0, 0);
        if (recalled < earlier.Count) Insert(earlier[recalled]);
    }

    /// <summary>The text without blanks around it, remembered for later; the line is empty afterwards.</summary>
    public string Submit()
    {
        string text = new string(Text).Trim();
        if (text.Length > 0 && (earlier.Count == 0 || earlier[^1] != text)) earlier.Add(text);
        Clear();
        return text;
    }
}
