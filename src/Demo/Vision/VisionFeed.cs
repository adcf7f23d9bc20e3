namespace VlDistill.Demo.Vision;

/// <summary>The way from one model's lane to the screen: the latest result and answer, nothing queued.</summary>
public sealed class VisionFeed(string model)
{
    private VisionResult? latest;
    private readonly CaptionSmoother smoother = new();
    private VisionResult? latestComplete;
    private VisionResult? steady;
    private AnswerResult? latestAnswer;
    private string? asked;
    private RelationResult? relations;

    /// <summary>The name in the bundle.</summary>
    public string Model => model;

    public ModelStatistics Statistics { get; } = new();

    /// <summary>The newest result, growing or complete; null before the first word.</summary>
    public VisionResult? Latest => Volatile.Read(ref latest);

    /// <summary>The newest complete result.</summary>
    public VisionResult? LatestComplete => Volatile.Read(ref latestComplete);

    /// <summary>The sentence to read: complete, and not another one for every wavering of the model; null before the first.</summary>
    public VisionResult? Steady => Volatile.Read(ref steady);

    /// <summary>The newest answer or the reason why there is none; null before the first question.</summary>
    public AnswerResult? LatestAnswer => Volatile.Read(ref latestAnswer);

    /// <summary>What the model reads between things, lately; null before the first.</summary>
    public RelationResult? Relations => Volatile.Read(ref relations);

    /// <summary>Why there can be no relations, for the screen; null where there can.</summary>
    public string? Unrelated { get; set; }

    /// <summary>A question that waits for its answer; null when there is none.</summary>
    public string? Asked => Volatile.Read(ref asked);

    /// <summary>Called by the model's lane.</summary>
    public void Publish(VisionResult result)
    {
        if (result.Complete)
        {
            Volatile.Write(ref latestComplete, result);
            Volatile.Write(ref steady, smoother.Next(result));
        }

        Volatile.Write(ref latest, result);
    }

    /// <summary>Called by the model's lane.</summary>
    public void Publish(RelationResult result) => Volatile.Write(ref relations, result);

    /// <summary>Leaves a question for the model's lane; the latest wins.</summary>
    public void Ask(string question) => Volatile.Write(ref asked, question);

    /// <summary>Called by the model's lane: the answer to <see cref="Asked"/>, unless another question came meanwhile.</summary>
    public void Publish(AnswerResult answer)
    {
        Volatile.Write(ref latestAnswer, answer);
        Interlocked.CompareExchange(ref asked, null, answer.Question);
    }
}
