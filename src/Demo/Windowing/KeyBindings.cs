using Silk.NET.Input;
using Silk.NET.Windowing;

namespace VlDistill.Demo.Windowing;

/// <summary>Which key does what; the help layer lists the same keys.</summary>
public sealed class KeyBindings : IDisposable
{
    private readonly IInputContext input;
    private readonly Dictionary<Key, Action> actions;

    public KeyBindings(IWindow window, Dictionary<Key, Action> actions)
    {
        this.actions = actions;
        input = window.CreateInput();
        foreach (var keyboard in input.Keyboards) keyboard.KeyDown += (_, key, _) => Press(key);
    }

    /// <summary>Does what the key is bound to, if anything.</summary>
    public void Press(Key key)
    {
        if (actions.TryGetValue(key, out var action)) action();
    }

    public void Dispose() => input.Dispose();
}
