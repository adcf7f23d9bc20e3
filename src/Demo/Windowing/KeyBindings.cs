using System.Numerics;
using Silk.NET.Input;
using Silk.NET.Windowing;
using VlDistill.Demo.Views;

namespace VlDistill.Demo.Windowing;

/// <summary>Brings keyboard, mouse and dropped files of a window to the controls.</summary>
public sealed class KeyBindings : IDisposable
{
    private readonly ViewControls controls;
    private readonly Func<Vector2, HitTarget> find;
    private readonly IInputContext input;
    private bool swallow;

    /// <param name="window">Open.</param>
    /// <param name="controls">What keys and clicks do.</param>
    /// <param name="find">What lies at a point of the window.</param>
    /// <param name="dropped">Hears the path of a file or folder dropped on the window.</param>
    public KeyBindings(IWindow window, ViewControls controls, Func<Vector2, HitTarget> find, Action<string> dropped)
    {
        (this.controls, this.find) = (controls, find);
        input = window.CreateInput();
        foreach (var keyboard in input.Keyboards)
        {
            keyboard.KeyDown += (board, key, _) => Down(board, key);
            keyboard.KeyChar += (_, character) => Typed(character);
        }

        foreach (var mouse in input.Mice)
            mouse.MouseDown += (at, button) =>
            {
                if (button == MouseButton.Left) controls.Click(this.find(at.Position));
            };
        window.FileDrop += paths =>
        {
            if (paths.Length > 0) dropped(paths[0]);
        };
    }

    /// <summary>Where the mouse is, in the window's own units.</summary>
    public Vector2 Pointer => input.Mice.Count > 0 ? input.Mice[0].Position : new Vector2(-1, -1);

    public void Dispose() => input.Dispose();

    // The key that opens a line of text also types its own character, which does not belong into it.
    private void Down(IKeyboard board, Key key)
    {
        bool typing = controls.Typing;
        if (typing && key == Key.V && Held(board, Key.ControlLeft, Key.ControlRight)) controls.Paste(board.ClipboardText);
        else controls.Press(key, Held(board, Key.ShiftLeft, Key.ShiftRight));
        swallow = !typing && controls.Typing;
    }

    private static bool Held(IKeyboard board, Key left, Key right) => board.IsKeyPressed(left) || board.IsKeyPressed(right);

    private void Typed(char character)
    {
        if (swallow) swallow = false;
        else if (controls.Typing) controls.Type(character);
        // Where the keyboard has the slash elsewhere, its character still asks.
        else if (character == '/') controls.Press(Key.Slash);
    }
}
