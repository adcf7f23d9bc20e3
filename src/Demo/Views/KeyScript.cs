using Silk.NET.Input;
using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Views;

/// <summary>Keys that press themselves, one a frame, once every model has said something: names of keys by blanks, text to type in quotation marks.</summary>
public sealed class KeyScript
{
    private readonly Queue<(Key Key, bool Shift, string? Text)> steps = new();

    private KeyScript()
    {
    }

    /// <summary>What is wrong with a script; null where nothing is.</summary>
    public static string? Problem(string text)
    {
        try
        {
            Parse(text);
            return null;
        }
        catch (UserException e)
        {
            return e.Message;
        }
    }

    /// <exception cref="UserException">A key of that name does not exist, or a quotation mark is open.</exception>
    public static KeyScript Parse(string text)
    {
        var script = new KeyScript();
        for (int at = 0; at < text.Length;)
        {
            if (text[at] == ' ')
            {
                at++;
                continue;
            }

            bool quoted = text[at] is '\'' or '"';
            int end = text.IndexOf(quoted ? text[at] : ' ', at + 1);
            if (quoted && end < 0) throw new UserException($"{text[at..]} has no closing quotation mark");
            if (end < 0) end = text.Length;
            script.steps.Enqueue(quoted ? (Key.Unknown, false, text[(at + 1)..end]) : Named(text[at..end]));
            at = quoted ? end + 1 : end;
        }

        return script;
    }

    /// <summary>Presses the next key, if any.</summary>
    public void Step(ViewControls controls, IReadOnlyList<VisionFeed> feeds)
    {
        if (steps.Count == 0) return;
        for (int i = 0; i < feeds.Count; i++)
            if (feeds[i].LatestComplete is null) return;
        var (key, shift, text) = steps.Dequeue();
        if (text is null) controls.Press(key, shift);
        else foreach (char character in text) controls.Type(character);
    }

    private static (Key, bool, string?) Named(string name)
    {
        bool shift = name.StartsWith("Shift+", StringComparison.OrdinalIgnoreCase);
        string plain = shift ? name[6..] : name;
        if (plain == "/") plain = nameof(Key.Slash);
        else if (plain == "-") plain = nameof(Key.Minus);
        else if (plain == "+") plain = nameof(Key.Equal);
        else if (plain is [>= '0' and <= '9']) plain = "Number" + plain;
        else if (plain.Equals("Esc", StringComparison.OrdinalIgnoreCase)) plain = nameof(Key.Escape);
        return Enum.TryParse<Key>(plain, ignoreCase: true, out var key) && Enum.IsDefined(key) && key != Key.Unknown
            ? (key, shift, null)
            : throw new UserException($"there is no key '{name}'; names are as in G, 4, /, Right, Shift+Down, Esc");
    }
}
