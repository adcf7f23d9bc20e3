namespace VlDistill.Demo.Views;

/// <summary>What lies under the mouse.</summary>
public enum HitKind
{
    None,

    /// <summary>A tab: A the view.</summary>
    View,

    /// <summary>A word: A its row, B the pane.</summary>
    Word,

    /// <summary>A region: A its token, B the pane.</summary>
    Region,

    /// <summary>A cell of the inspector's grid: A the layer, B the head; −1 for all.</summary>
    Cell,

    /// <summary>A way to reduce: A the reduction.</summary>
    Reduction,

    /// <summary>A key of the key bar: A the key.</summary>
    Key,

    /// <summary>An arrow between two things: A the subject's track, B the object's.</summary>
    Edge,

    /// <summary>A panel, which takes clicks and does nothing.</summary>
    Panel,
}

/// <summary>A place that can be clicked.</summary>
public readonly record struct HitTarget(HitKind Kind, int A = 0, int B = 0);

/// <summary>The places of one frame that can be clicked, refilled while drawing without allocation; what is drawn later lies on top.</summary>
public sealed class HitMap
{
    private const int Capacity = 512;
    private readonly (float X, float Y, float Right, float Bottom, HitTarget Target)[] places = new (float, float, float, float, HitTarget)[Capacity];
    private int used;
    private (float X, float Y) pointer = (-1, -1);

    /// <summary>What lay under the mouse when the last frame was complete.</summary>
    public HitTarget Hovered { get; private set; }

    /// <summary>Starts a frame with the mouse at a pixel of the picture.</summary>
    public void Begin(float x, float y)
    {
        Hovered = At(x, y);
        pointer = (x, y);
        used = 0;
    }

    public void Add(in Overlay.Rect at, HitTarget target)
    {
        if (used < Capacity) places[used++] = (at.X, at.Y, at.Right, at.Bottom, target);
    }

    /// <summary>True where the mouse is on this very target.</summary>
    public bool IsHovered(HitTarget target) => Hovered == target;

    /// <summary>The uppermost target at a pixel.</summary>
    public HitTarget At(float x, float y)
    {
        for (int i = used - 1; i >= 0; i--)
        {
            ref readonly var place = ref places[i];
            if (x >= place.X && x < place.Right && y >= place.Y && y < place.Bottom) return place.Target;
        }

        return default;
    }

    /// <summary>The middle of the first place with a target, for tests and scripts; null where it is not on screen.</summary>
    public (float X, float Y)? Find(HitTarget target)
    {
        for (int i = 0; i < used; i++)
            if (places[i].Target == target) return ((places[i].X + places[i].Right) / 2, (places[i].Y + places[i].Bottom) / 2);
        return null;
    }

    /// <summary>Targets of one kind on screen.</summary>
    public IEnumerable<HitTarget> All(HitKind kind) => places.Take(used).Select(p => p.Target).Where(t => t.Kind == kind);

    /// <summary>Where the mouse is.</summary>
    public (float X, float Y) Pointer => pointer;
}
