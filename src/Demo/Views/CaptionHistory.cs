namespace VlDistill.Demo.Views;

/// <summary>The sentences that were on screen, with the times they came, as a ring of the last few.</summary>
public sealed class CaptionHistory
{
    /// <summary>Sentences kept.</summary>
    public const int Capacity = 128;

    private readonly (TimeSpan Time, string Model, string Text)[] entries = new (TimeSpan, string, string)[Capacity];
    private long added;

    public int Count => (int)Math.Min(added, Capacity);

    /// <summary>Index 0 is the newest.</summary>
    public (TimeSpan Time, string Model, string Text) this[int index] => entries[(added - 1 - index) % Capacity];

    public void Add(TimeSpan time, string model, string text) => entries[added++ % Capacity] = (time, model, text);
}
