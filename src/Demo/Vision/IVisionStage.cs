using VlDistill.Frames;
using VlDistill.Inference;

namespace VlDistill.Demo.Vision;

/// <summary>
/// Everything between the capture lane and the screen: models at work, or a recorded session that says again what they said. The GL
/// lane reads the properties every frame; they allocate nothing, and which models they speak of changes only in <see cref="Update"/>.
/// </summary>
public interface IVisionStage : IDisposable
{
    /// <summary>Hears every answer with the model that gave it, on the model's lane.</summary>
    event Action<string, AnswerResult>? Answered;

    /// <summary>Hears every reading of relations, on the model's lane.</summary>
    event Action<RelationResult>? Related;

    /// <summary>Where the capture lane puts frames to describe; the same for the stage's whole life.</summary>
    Mailbox<Frame> Frames { get; }

    /// <summary>One per model shown, left to right; another list once other models are shown.</summary>
    IReadOnlyList<VisionFeed> Feeds { get; }

    /// <summary>The models there are to show.</summary>
    IReadOnlyList<string> Available { get; }

    /// <summary>Compares the last model shown with the others.</summary>
    AttentionComparison Comparison { get; }

    /// <summary>The latest boxes; null before the first.</summary>
    Sight? Sight { get; }

    /// <summary>The same boxes followed from frame to frame, to be drawn.</summary>
    RegionTracker Tracker { get; }

    /// <summary>What the prompts found; null while there are none.</summary>
    FindResult? Found { get; }

    /// <summary>The detector's classes.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>The words whose scores <see cref="Inference.Perception.Tags"/> holds; the same list as long as the eyes are the same, empty where they know none.</summary>
    IReadOnlyList<string> Tags { get; }

    /// <summary>Where the networks run: cpu or cuda.</summary>
    string Device { get; }

    /// <summary>One line about present trouble, or about models that are being loaded; null when there is nothing to say.</summary>
    string? Notice { get; }

    /// <summary>Loads what is needed on threads of its own and begins to work on frames.</summary>
    /// <param name="failed">Hears why a lane ended.</param>
    void Start(Action<Exception> failed);

    /// <summary>Loads everything on the caller's thread, for <see cref="Step"/>.</summary>
    void Open();

    /// <summary>Runs every lane once on the caller's thread.</summary>
    void Step();

    /// <summary>Called by the GL lane before each drawing: shows models that were loaded meanwhile.</summary>
    void Update();

    /// <summary>Puts a question about the latest frame to every model shown; answers come to their feeds, a later question replaces one that waits.</summary>
    void Ask(string question);

    /// <summary>Looks for these names from now on; none ends it.</summary>
    void Find(IReadOnlyList<string> prompts);

    /// <summary>Says before each drawing whether things are to be related; allocates nothing.</summary>
    void Relate(bool on);

    /// <summary>Shows one or two other models of the same bundle once they are loaded; until then, and where that fails, the present ones stay.</summary>
    void Show(IReadOnlyList<string> models);

    /// <summary>Shows another bundle once it is loaded; until then, and where that fails, the present one stays.</summary>
    void Load(string bundleFolder);
}
