using System.CommandLine;
using System.Globalization;
using VlDistill.Bundles;
using VlDistill.Datasets;
using VlDistill.Frames;
using VlDistill.Inference;
using VlDistill.Metrics;
using VlDistill.Trainer.Methods.RvlBert;

namespace VlDistill.Trainer.Commands;

/// <summary><c>relate</c>: what things in pictures do to each other, as <c>eval relations</c> reads it.</summary>
public sealed class RelateCommand : PictureCommand
{
    /// <summary>Most boxes of a picture that are related: 9,900 pairs.</summary>
    private const int MostBoxes = 100;

    /// <summary>Pictures whose relations are also told as sentences, and sentences of each.</summary>
    private const int ToldPictures = 24, ToldRelations = 3;

    private readonly Option<string> model = new("--model") { Description = "student, plain or teacher.", DefaultValueFactory = _ => "student" };
    private readonly Option<string?> boxes = new("--boxes") { Description = "Relate these boxes instead of finding some: detect's output, COCO instances, or relations in any form that eval relations reads." };
    private readonly Option<string?> lists = new("--lists") { Description = "Folder with Visual Genome's lists, for --boxes of scene graphs (default: beside that file)." };
    private readonly Option<int?> limit = new("--max-boxes") { Description = $"Most boxes of a picture, the surest found or the first given (default: {RelationModel.MostRegions} found, {MostBoxes} given)." };
    private readonly Option<int?> top = new("--top") { Description = "Only that many relations of a picture, the surest, one per pair (default: all that recall at 100 can count)." };
    private readonly Option<float> minimum = new("--minimum") { Description = "Least probability of a relation, 0 to 1." };

    public RelateCommand() : base("relate", "Say what things in pictures do to each other, with the student's eyes and a relation network of a bundle.")
    {
        foreach (var option in (Option[])[model, boxes, lists, limit, top, minimum]) Add(option);
        limit.Limit(2, MostBoxes);
        top.Limit<int>(1);
        minimum.Limit(0f, 1);
    }

    protected override void Run(ParseResult arguments, Bundle bundle, Device device, IReadOnlyList<string> pictures, string output, PictureProgress progress)
    {
        var name = arguments.GetValue(model)!;
        RequireRelations(bundle, name);
        var given = arguments.GetValue(boxes) is { } file ? new GivenBoxes(BoxReferences.Load(file, arguments.GetValue(lists)), file, pictures) : null;
        if (given is not null && given.Pictures.Count < pictures.Count)
            arguments.InvocationConfiguration.Error.WriteLine($"{arguments.GetValue(boxes)} has boxes for {given.Pictures.Count} of {pictures.Count} pictures; the others have nothing to relate");
        var (most, least) = (arguments.GetValue(limit) ?? (given is null ? RelationModel.MostRegions : MostBoxes), arguments.GetValue(minimum));
        var kept = arguments.GetValue(top);
        using var eyes = bundle.OpenEyes(device, ThreadsPerPicture);
        using var relater = bundle.OpenModel(name, device, ThreadsPerPicture);
        PictureBatch.Run(pictures, (picture, frame) => new Related(picture, Relate(picture, frame)), related =>
        {
            PredictedRelation.Save(output, [.. related.SelectMany(r => r.Relations)]);
            if (related.Count <= ToldPictures) foreach (var picture in related) arguments.InvocationConfiguration.Output.WriteLine(picture.Sentence());
        }, progress);

        IReadOnlyList<PredictedRelation> Relate(string picture, Frame frame)
        {
            if (given is not null && !given.Has(picture)) return [];
            var (perception, features) = eyes.See(frame);
            using var map = features;
            var things = given?.Of(picture, frame) ?? [.. perception.Regions.Detected.Select(r => new NamedBox(bundle.Labels[r.Label], r.Box))];
            var related = relater.Relate(frame, features, [.. things.Select(t => GivenBoxes.Inside(t.Box))], [.. things.Select(t => t.Name)], most);
            return [.. RelationGuesses.Lines(new RelationPicture(picture, frame.Width, frame.Height, things, []), Guesses(related, things, relater.Predicates), kept)
                .Where(r => r.Score >= least).Select(Round)];
        }
    }

    private static void RequireRelations(Bundle bundle, string name)
    {
        string[] able = [.. bundle.Manifest.Models.Where(m => m.Value.Relations is not null).Select(m => m.Key)];
        if (able.Length == 0) throw new UserException($"{bundle.Folder}: this bundle relates nothing: no model of it has a relation network; train the recipe relations and export it with --stage {name}-relations=DIR");
        if (bundle.Manifest.Models.ContainsKey(name) && !able.Contains(name)) throw new UserException($"--model {name}: has no relation network in {bundle.Folder}; {string.Join(" and ", able)} can relate");
    }

    private static ScoredRelation[] Guesses(RelatedPairs related, IReadOnlyList<NamedBox> things, IReadOnlyList<string> predicates) =>
        [.. related.Pairs.SelectMany(p => predicates.Select((predicate, c) =>
            new ScoredRelation(new Triple(things[p.Subject].Name, predicate, things[p.Object].Name), things[p.Subject].Box, things[p.Object].Box, p.Predicates[c])))];

    private static PredictedRelation Round(PredictedRelation r) =>
        r with { SubjectBbox = [.. r.SubjectBbox!.Select(v => Math.Round(v, 2))], ObjectBbox = [.. r.ObjectBbox!.Select(v => Math.Round(v, 2))], Score = Math.Round(r.Score!.Value, 6) };

    /// <summary>A picture's relations, surest first.</summary>
    private sealed record Related(string Picture, IReadOnlyList<PredictedRelation> Relations)
    {
        /// <summary>The surest of its pairs; what is true of several pairs is said once.</summary>
        public string Sentence()
        {
            var surest = Relations.DistinctBy(r => (r.Subject, r.Object, string.Join(' ', r.SubjectBbox!), string.Join(' ', r.ObjectBbox!))).DistinctBy(r => (r.Subject, r.Predicate, r.Object))
                .Take(ToldRelations).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Subject} {r.Predicate} {r.Object} {r.Score:0.00}"));
            return $"{Picture}: {(Relations.Count == 0 ? "nothing to relate" : string.Join(", ", surest))}";
        }
    }
}
