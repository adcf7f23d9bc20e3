using System.Numerics;

namespace Silk.NET.Input;

public interface IInputDevice
{
    string Name { get; }

    int Index { get; }

    bool IsConnected { get; }
}

public interface IKeyboard : IInputDevice
{
    string ClipboardText { get; set; }

    event Action<IKeyboard, Key, int>? KeyDown;

    event Action<IKeyboard, Key, int>? KeyUp;

    event Action<IKeyboard, char>? KeyChar;

    bool IsKeyPressed(Key key);
}

public interface IMouse : IInputDevice
{
    event Action<IMouse, MouseButton>? MouseDown;

    event Action<IMouse, MouseButton>? MouseUp;

    event Action<IMouse, Vector2>? MouseMove;

    event Action<IMouse, ScrollWheel>? Scroll;

    Vector2 Position { get; set; }

    bool IsButtonPressed(MouseButton btn);
}

/// <summary>The devices of one window.</summary>
public interface IInputContext : IDisposable
{
    IReadOnlyList<IKeyboard> Keyboards { get; }

    IReadOnlyList<IMouse> Mice { get; }
}

/// <summary>One turn of a scroll wheel.</summary>
public readonly struct ScrollWheel(float x, float y)
{
    public float X { get; } = x;

    public float Y { get; } = y;
}
