using Silk.NET.OpenGL;
using VlDistill.Demo.Graphics;
using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Overlay;

/// <summary>One model's side of the screen: its sentence at reading pace and where the present word looks.</summary>
public sealed class Pane(GL gl, VisionFeed feed) : IDisposable
{
    private static readonly TimeSpan FadeTime = TimeSpan.FromMilliseconds(120);
    private TimeSpan updated;

    public VisionFeed Feed => feed;

    public Rgba Colour { get; } = Theme.Of(feed.Model);

    public CaptionPresenter Presenter { get; } = new();

    public HeatMap Heat { get; } = new();

    public Texture HeatTexture { get; } = new(gl, channels: 1);

    /// <summary>0 before the first word, then 1.</summary>
    public float HeatStrength { get; private set; }

    /// <summary>Moves the sentence, the cursor and the fades on to <paramref name="now"/>.</summary>
    public void Update(TimeSpan now)
    {
        if (Presenter.Update(feed.Steady ?? feed.Latest, now) && Presenter is { Shown: { } shown, Cursor: >= 0 })
            Heat.Aim(shown.Words[Presenter.Cursor], shown.Perception.Regions);
        float part = Math.Clamp((float)((now - updated) / FadeTime), 0, 1);
        updated = now;
        Heat.Ease(part);
        HeatTexture.Upload(Heat.Pixels, HeatMap.Size, HeatMap.Size);
        if (Presenter.Cursor >= 0) HeatStrength += (1 - HeatStrength) * part;
    }

    public void Dispose() => HeatTexture.Dispose();
}
