namespace VlDistill.Trainer.Data.Scenes;

/// <summary>How two objects of a scene stand to each other, by their numbers.</summary>
public sealed record SceneRelation(int Subject, string Predicate, int Object);

/// <summary>A question about a scene with its one answer.</summary>
public sealed record SceneQuestion(string Question, string Answer);

/// <summary>What can be said about a scene: captions, relations, questions with answers; all true, and the same for the same scene.</summary>
public static class SceneLanguage
{
    private static readonly string[] numbers = ["no", "one", "two", "three", "four"];

    /// <summary>Five sentences of growing detail.</summary>
    public static IReadOnlyList<string> Captions(Scene scene)
    {
        var first = scene.Objects.MaxBy(o => o.Radius)!;
        var others = scene.Objects.Where(o => o != first).ToList();
        var ground = scene.Ground.Name;
        if (others.Count == 0)
            return
            [
                $"a {first.Paint.Name} {first.Noun} on {ground}", $"a {first.Size} {first.Paint.Name} {first.Noun}",
                $"there is one {first.Noun} on the {ground}", $"a single {first.Paint.Name} {first.Noun} {Place(first)}", $"the {first.Noun} is {first.Paint.Name} and {first.Size}",
            ];
        var second = others[0];
        return
        [
            $"{List(scene)} on {ground}", $"a {first.Paint.Name} {first.Noun} {Relation(first, second)} a {second.Paint.Name} {second.Noun}",
            $"{numbers[scene.Objects.Count]} objects on the {ground}", $"a {first.Size} {first.Paint.Name} {first.Noun} {Place(first)} and a {second.Paint.Name} {second.Noun}",
            $"a {second.Size} {second.Paint.Name} {second.Noun} is {Relation(second, first)} a {first.Noun}",
        ];
    }

    /// <summary>For every ordered pair: the direction in which they are further apart.</summary>
    public static IReadOnlyList<SceneRelation> Relations(Scene scene) =>
        [.. from s in Enumerable.Range(0, scene.Objects.Count)
            from o in Enumerable.Range(0, scene.Objects.Count)
            where s != o
            select new SceneRelation(s, Relation(scene.Objects[s], scene.Objects[o]), o)];

    /// <summary>Counting, presence, colour and place.</summary>
    public static IReadOnlyList<SceneQuestion> Questions(Scene scene)
    {
        var questions = new List<SceneQuestion> { new("how many objects are there", numbers[scene.Objects.Count]), new("what is the ground", scene.Ground.Name) };
        foreach (var shape in Enum.GetValues<Shape>())
        {
            var found = scene.Objects.Where(o => o.Shape == shape).ToList();
            var noun = shape.ToString().ToLowerInvariant();
            questions.Add(new SceneQuestion($"is there a {noun}", found.Count > 0 ? "yes" : "no"));
            if (found.Count != 1) continue;
            questions.Add(new SceneQuestion($"what color is the {noun}", found[0].Paint.Name));
            questions.Add(new SceneQuestion($"is the {noun} large or small", found[0].Size));
        }
        return questions;
    }

    private static string List(Scene scene)
    {
        var nouns = scene.Objects.Select(o => $"a {o.Paint.Name} {o.Noun}").ToList();
        return string.Join(" ", nouns[..^1]) + " and " + nouns[^1];
    }

    private static string Relation(SceneObject a, SceneObject b)
    {
        var (dx, dy) = (a.X - b.X, a.Y - b.Y);
        if (MathF.Abs(dx) > MathF.Abs(dy)) return dx < 0 ? "left of" : "right of";
        return dy < 0 ? "above" : "below";
    }

    private static string Place(SceneObject o) => (o.X, o.Y) switch
    {
        ( < 0.4f, _) => "on the left",
        ( > 0.6f, _) => "on the right",
        (_, < 0.4f) => "at the top",
        (_, > 0.6f) => "at the bottom",
        _ => "in the middle",
    };
}
