namespace VlDistill.Demo.Overlay;

/// <summary>One kind of thing drawn over the frames. Runs every frame and must not allocate.</summary>
public interface IOverlayLayer
{
    void Draw(Canvas canvas, in Scene scene);
}
