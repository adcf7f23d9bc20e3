using Silk.NET.Input;
using Silk.NET.Maths;
using Silk.NET.OpenGL;
using Silk.NET.Windowing;
using Xunit;

namespace VlDistill.Compat.SilkNet.Tests;

[Collection("display")]
public sealed class WindowTests
{
    [DisplayFact]
    public void Initialize_Defaults_GivesGl33OrLater()
    {
        using var hidden = new HiddenWindow();

        string version = hidden.Gl.GetStringS(StringName.Version);

        Assert.True(Version.Parse(version.Split(' ')[0]) >= new Version(3, 3), version);
        Assert.Equal(new Vector2D<int>(64, 48), hidden.Window.FramebufferSize);
    }

    [DisplayFact]
    public void Run_CloseInThirdRender_CallsLoadUpdateRenderClosing()
    {
        var calls = new List<string>();
        using var window = Window.Create(WindowOptions.Default with { IsVisible = false, VSync = false });
        int frames = 0;
        window.Load += () => calls.Add("load");
        window.Closing += () => calls.Add("closing");
        window.Render += _ =>
        {
            if (++frames == 3) window.Close();
        };

        window.Run();

        Assert.Equal(3, frames);
        Assert.Equal(["load", "closing"], calls);
        Assert.False(window.IsInitialized);
    }

    [DisplayFact]
    public void CreateInput_FreshWindow_HasIdleKeyboardAndMouse()
    {
        using var hidden = new HiddenWindow();
        using var input = hidden.Window.CreateInput();

        Assert.False(input.Keyboards[0].IsKeyPressed(Key.Space));
        Assert.False(input.Mice[0].IsButtonPressed(MouseButton.Left));
    }
}
