namespace VlDistill.Demo.Views;

/// <summary>What the user chose to see; belongs to the GL lane.</summary>
public sealed class ViewState
{
    private readonly TextEntry[] texts = [new(), new(), new(), new()];

    public View View { get; set; } = View.SideBySide;

    /// <summary>Names of the models on the left and on the right.</summary>
    public string Left { get; set; } = "";

    /// <summary>Empty where there is only one model.</summary>
    public string Right { get; set; } = "";

    /// <summary>All models that can be shown.</summary>
    public IReadOnlyList<string> Available { get; set; } = [];

    public Reduction Reduction { get; set; }

    /// <summary>Row of the inspector's grid; −1 for all layers.</summary>
    public int Layer { get; set; } = -1;

    /// <summary>Column of the inspector's grid; −1 for all heads.</summary>
    public int Head { get; set; } = -1;

    /// <summary>The grid as last drawn, which bounds layer and head.</summary>
    public AttentionShape Grid { get; set; } = new(1, 1);

    /// <summary>The selected word; −1 lets the cursor walk.</summary>
    public int Word { get; set; } = -1;

    /// <summary>The pane in which <see cref="Word"/> counts.</summary>
    public int Pane { get; set; }

    /// <summary>Steps that the arrow keys asked for and the next frame takes.</summary>
    public int PendingSteps { get; set; }

    /// <summary>The selected region token; −1 for none.</summary>
    public int Region { get; set; } = -1;

    public EntryKind Entry { get; private set; }

    /// <summary>The line being typed; one for each kind, so that each remembers its own.</summary>
    public TextEntry Text => texts[(int)Entry];

    public bool HistoryShown { get; set; }

    public bool FiguresShown { get; set; }

    public bool HelpShown { get; set; }

    public bool TagsShown { get; set; }

    /// <summary>True while relations are wanted; the study views have no room for them.</summary>
    public bool GraphShown { get; set; }

    /// <summary>True while relations are read and drawn.</summary>
    public bool Graphing => GraphShown && (View is View.Single or View.SideBySide);

    /// <summary>True while the graph has its list of sentences beside it.</summary>
    public bool SentencesShown { get; set; } = true;

    /// <summary>The list of sentences, or what an arrow's models looked at, stands on the right.</summary>
    public bool RelationsDocked => Graphing && (SentencesShown || Edge is not null);

    /// <summary>The tracks of the arrow that is looked at; null for none.</summary>
    public (int Subject, int Object)? Edge { get; set; }

    /// <summary>The least probability in [0, 1] of an arrow.</summary>
    public float RelationThreshold { get; private set; } = 0.3f;

    /// <summary>True while answers stand in the place of captions.</summary>
    public bool AnswersShown { get; set; }

    /// <summary>True while prompts are looked for.</summary>
    public bool Finding { get; set; }

    /// <summary>The least score in [0, 1] of what a prompt finds.</summary>
    public float FindThreshold { get; private set; } = 0.3f;

    public Toasts Toasts { get; } = new();

    public CaptionHistory History { get; } = new();

    public TagBoard Tags { get; } = new();

    /// <summary>The maps to look at.</summary>
    public MapChoice Choice => new(Reduction, Layer, Head);

    /// <summary>While a word or region is selected, the sentence on screen stays.</summary>
    public bool Held => Word >= 0 || Region >= 0;

    /// <summary>Panes of the view: models next to each other.</summary>
    public bool ShowsTwo => View != View.Single && Right.Length > 0;

    public void Open(EntryKind kind)
    {
        Entry = kind;
        if (kind != EntryKind.None) Text.Clear();
    }

    /// <summary>Looks at an arrow in the place of a word or region; null lets go.</summary>
    public void ChooseEdge((int Subject, int Object)? edge) => (Edge, Word, Region) = (edge, -1, -1);

    /// <summary>Moves through −1 (all) and the layers of the grid.</summary>
    public void StepLayer(int by) => Layer = Wrap(Layer + by, Grid.Layers);

    /// <summary>Moves through −1 (all) and the heads of the grid.</summary>
    public void StepHead(int by) => Head = Wrap(Head + by, Grid.Heads);

    /// <summary>Shows fewer or more of what the prompts find, or else of the relations, a twentieth at a time.</summary>
    public void StepThreshold(int by)
    {
        if (Finding) FindThreshold = Stepped(FindThreshold, by);
        else if (Graphing) RelationThreshold = Stepped(RelationThreshold, by);
    }

    public void StepView(int by) => View = (View)(((int)View + by + 4) % 4);

    /// <summary>Rollout goes through all layers, so that no layer or head stays chosen.</summary>
    public void Reduce(Reduction reduction)
    {
        Reduction = reduction;
        if (reduction == Reduction.Rollout) (Layer, Head) = (-1, -1);
    }

    /// <summary>Chooses a cell; rollout, which has none, becomes the mean.</summary>
    public void ChooseCell(int layer, int head)
    {
        (Layer, Head) = (layer, head) == (Layer, Head) ? (-1, -1) : (layer, head);
        if (Reduction == Reduction.Rollout && (Layer >= 0 || Head >= 0)) Reduction = Reduction.Mean;
    }

    /// <summary>Lets the cursor walk again; false where nothing was selected.</summary>
    public bool Release()
    {
        if (!Held && Edge is null) return false;
        (Word, Region, Edge) = (-1, -1, null);
        return true;
    }

    /// <summary>
    /// Takes the next available model for a side, which is not the other side's; with two models the sides change places. The single view
    /// goes through all of them.
    /// </summary>
    /// <returns>False where there is no other.</returns>
    public bool NextModel(bool right)
    {
        if (Available.Count < 2) return false;
        bool single = View == View.Single;
        if (single) right = false;
        var (present, other) = right ? (Right, Left) : (Left, Right);
        string next = Available[(IndexOf(present) + 1) % Available.Count];
        if (!single && next == other && Available.Count > 2) next = Available[(IndexOf(next) + 1) % Available.Count];
        if (next == other) other = present;
        (Left, Right) = right ? (other, next) : (next, other);
        return true;
    }

    private static float Stepped(float threshold, int by) => Math.Clamp(MathF.Round(20 * threshold) + by, 1, 19) / 20;

    private int IndexOf(string model)
    {
        for (int i = 0; i < Available.Count; i++)
            if (Available[i] == model) return i;
        return -1;
    }

    private static int Wrap(int value, int count) => value < -1 ? count - 1 : value >= count ? -1 : value;
}
