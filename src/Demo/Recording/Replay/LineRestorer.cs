using VlDistill.Demo.Vision;
using VlDistill.Inference;
using VlDistill.Regions;

namespace VlDistill.Demo.Recording.Replay;

/// <summary>Makes of recorded lines what the models once published.</summary>
/// <param name="header">Gives labels, tags and the shape of attention.</param>
public sealed class LineRestorer(SessionHeader header)
{
    private const int MostCells = 256;
    private readonly Dictionary<string, int> labels = header.Labels.Select((label, i) => (label, i)).DistinctBy(l => l.label).ToDictionary(l => l.label, l => l.i);
    private readonly Dictionary<string, int> tags = header.Tags.Select((tag, i) => (tag, i)).DistinctBy(t => t.tag).ToDictionary(t => t.tag, t => t.i);
    private readonly Dictionary<string, SessionModel> models = header.Models.DistinctBy(m => m.Name).ToDictionary(m => m.Name);

    /// <param name="line">A caption.</param>
    /// <param name="frameId">Of the frame it is about, different in each round of a replay.</param>
    /// <param name="frameTime">When that frame was shown.</param>
    public VisionResult Result(SessionLine line, long frameId, TimeSpan frameTime)
    {
        var ms = line.Ms;
        var perception = Perception(line.Boxes, ms.Eyes);
        var model = models.GetValueOrDefault(line.Model);
        CaptionWord[] words = [.. line.Words.Select(w => Word(w, model, perception))];
        bool looked = words.All(word => word.Attention.Length > 0);
        var times = new StageTimes(ms.OwnEyes, ms.Regions, ms.Prefill, ms.FirstToken, ms.Decode);
        return new VisionResult(line.Model, frameId, frameTime, perception, words, Complete: true, times)
        {
            Layers = looked && model is not null ? model.Layers : 0,
            Heads = looked && model is not null ? model.Heads : 0,
        };
    }

    /// <param name="line">An answer.</param>
    /// <param name="frameId">Of the frame it is about.</param>
    /// <param name="at">When it was given.</param>
    public AnswerResult Answer(AnswerLine line, long frameId, TimeSpan at)
    {
        var perception = Perception(line.Boxes, 0);
        var model = models.GetValueOrDefault(line.Model);
        var answer = line.Best.Count == 0 ? null : new Answer(
            [.. line.Best.Select(b => new ScoredAnswer(b.Text, (float)b.Score))],
            [.. line.Words.Select(w => new QuestionToken(w.Text, Word(w, model, perception).Attention))],
            line.Ms);
        return new AnswerResult(line.Question, answer, line.Problem, frameId, at) { Perception = perception };
    }

    /// <param name="line">Relations.</param>
    /// <param name="tracks">The track of each region of the frame they are about, in this replay.</param>
    /// <param name="frameId">Of that frame.</param>
    /// <param name="frameTime">When that frame was shown.</param>
    public static RelationResult Relations(RelationsLine line, IReadOnlyList<int> tracks, long frameId, TimeSpan frameTime)
    {
        ToldRelation[] told = [.. line.Relations
            .Where(r => r.Subject >= 0 && r.Subject < tracks.Count && r.Object >= 0 && r.Object < tracks.Count && tracks[r.Subject] != tracks[r.Object])
            .Select(r => new ToldRelation(r.Subject, r.Object, tracks[r.Subject], tracks[r.Object], r.Predicate, Unit((float)r.P), [.. r.Looks.Take(RelationModel.PairRegions).Select(look => Unit((float)look))]))
            .OrderByDescending(t => t.Score)];
        int regions = Math.Min(RelationModel.MostRegions, tracks.Count), cells = line.Rows is > 0 and < MostCells && line.Columns is > 0 and < MostCells ? line.Rows * line.Columns : 0;
        var (subjects, objects) = (AttentionBytes.Decode(line.SubjectMasks, regions * cells), AttentionBytes.Decode(line.ObjectMasks, regions * cells));
        bool masked = cells > 0 && subjects is not null && objects is not null;
        return new RelationResult(line.Model, frameId, frameTime, told, line.Ms)
        {
            Pairs = Math.Max(0, line.Pairs),
            Tracks = tracks,
            SubjectMasks = masked ? subjects! : [],
            ObjectMasks = masked ? objects! : [],
            Rows = masked ? line.Rows : 0,
            Columns = masked ? line.Columns : 0,
        };
    }

    /// <summary>What the eyes saw, with the tags that were kept; the others' scores are 0.</summary>
    public Perception Perception(RegionsLine line)
    {
        float[] scores = new float[line.Tags is null ? 0 : header.Tags.Count];
        foreach (var (name, score) in line.Tags ?? [])
            if (tags.TryGetValue(name, out int tag)) scores[tag] = (float)Math.Clamp(score, 0, 1);
        return Perception(line.Boxes, line.Ms) with { Tags = scores };
    }

    public Perception Perception(IReadOnlyList<SessionBox> boxes, double milliseconds) => new(
        RegionSet.From([.. boxes.Select(b => new Region(new Box(Unit(b.X1), Unit(b.Y1), Unit(b.X2), Unit(b.Y2)), labels.GetValueOrDefault(b.Label ?? "", labels.Count), (float)b.Score))]),
        milliseconds);

    // Attention of another shape than the header tells is worth nothing: the word stays, its look is lost.
    private static CaptionWord Word(SessionWord word, SessionModel? model, Perception perception)
    {
        int tokens = perception.Regions.Tokens.Count;
        float[] attention = model is null ? [] : AttentionBytes.Decode(word.Attention, model.Layers * model.Heads * tokens) ?? [];
        return new CaptionWord(word.Text, (float)Math.Log(Math.Clamp(word.P, 1e-9, 1)), attention) { Rollout = AttentionBytes.Decode(word.Rollout, tokens) ?? [] };
    }

    private static float Unit(float value) => Math.Clamp(value, 0, 1);
}
