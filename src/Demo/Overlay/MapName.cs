using VlDistill.Demo.Views;

namespace VlDistill.Demo.Overlay;

/// <summary>The chosen attention maps as people read them: mean of all heads; layer 2, head 3.</summary>
public static class MapName
{
    public static void Write(Span<char> into, MapChoice choice, out int length)
    {
        string how = ViewNames.Reductions[(int)choice.Reduction];
        if (choice.Layer < 0 && choice.Head < 0) into.TryWrite($"{how} of all layers", out length);
        else if (choice.Head < 0) into.TryWrite($"layer {choice.Layer + 1}, {how} of its heads", out length);
        else if (choice.Layer < 0) into.TryWrite($"head {choice.Head + 1}, {how} of layers", out length);
        else into.TryWrite($"layer {choice.Layer + 1}, head {choice.Head + 1}", out length);
    }
}
