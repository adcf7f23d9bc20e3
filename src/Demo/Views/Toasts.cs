namespace VlDistill.Demo.Views;

/// <summary>Short messages that come and go on the screen.</summary>
public sealed class Toasts
{
    private const int Most = 3;
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Fade = TimeSpan.FromMilliseconds(250);
    private readonly (string Text, TimeSpan Since)[] messages = new (string, TimeSpan)[Most];

    /// <summary>Messages on screen, the newest first.</summary>
    public int Count { get; private set; }

    public string this[int index] => messages[index].Text;

    /// <summary>Adds a message, unless it is the newest one already.</summary>
    public void Show(string text, TimeSpan now)
    {
        if (Count > 0 && messages[0].Text == text && now - messages[0].Since < Shown)
        {
            messages[0].Since = now - Fade;
            return;
        }

        Count = Math.Min(Count + 1, Most);
        for (int i = Count - 1; i > 0; i--) messages[i] = messages[i - 1];
        messages[0] = (text, now);
    }

    /// <summary>Forgets messages whose time is over.</summary>
    public void Update(TimeSpan now)
    {
        while (Count > 0 && now - messages[Count - 1].Since > Shown + Fade) Count--;
    }

    /// <summary>0 unseen to 1 full.</summary>
    public float Opacity(int index, TimeSpan now)
    {
        var age = now - messages[index].Since;
        return (float)Math.Clamp(Math.Min(age / Fade, (Shown + Fade - age) / Fade), 0, 1);
    }
}
