using VlDistill.Datasets;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Data.Relations;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Stages;

/// <summary>What a split has.</summary>
/// <param name="Captions">Triples that captions say, with or without boxes.</param>
/// <param name="ZeroShot">Relations whose names training never shows together.</param>
/// <param name="FromCaptions">Mined pairs by predicate.</param>
/// <param name="FromBoxes">Pairs by predicate whose boxes alone say so.</param>
public sealed record MinedSplit(int Pictures, int Captions, int ZeroShot, int ZeroShotFromCaptions, IReadOnlyDictionary<string, int> FromCaptions, IReadOnlyDictionary<string, int> FromBoxes);

/// <summary>What the stage mined.</summary>
public sealed record RelationLabelsReport(string Description, IReadOnlyList<string> Predicates, IReadOnlyDictionary<string, MinedSplit> Splits);

/// <summary>Mines relations of photographs from their captions and a pretrained detector's boxes.</summary>
public sealed class RelationLabelsStage(RelationLabelsSettings settings, RunContext context, StageFolder folder)
{
    public RelationLabelsReport Run()
    {
        var data = context.Data.Open(settings.Data);
        var stage = context.Finished(settings.Boxes);
        var instances = CocoInstances.Load(stage.In(BoxesStage.ResultFile));
        var sizes = instances.Images.ToDictionary(i => i.FileName);
        var boxes = BoxesStage.Load(stage, data, int.MaxValue);
        var miner = new RelationMiner(NameAliases.Load(Path.GetDirectoryName(context.Data.Weight(settings.Predicates))!, "predicate"));
        RelationPicture[] all = [.. data.All.Select(Mine)];
        var splits = Frequent(new RelationSplits(RelationMiner.Description, [], all[..data.Train.Count], all[data.Train.Count..^data.Test.Count], all[^data.Test.Count..]), settings.MinimumPairs);
        splits.Save(folder.Path);

        var seen = splits.Seen;
        return new RelationLabelsReport(splits.Description, splits.Predicates, new Dictionary<string, MinedSplit>
        {
            ["train"] = Describe(splits.Train, data.Train),
            ["dev"] = Describe(splits.Dev, data.Dev),
            ["test"] = Describe(splits.Test, data.Test),
        });

        RelationPicture Mine(Sample sample, int picture)
        {
            var triples = sample.Captions.SelectMany(miner.Read).ToList();
            var things = PictureThings.Of(boxes.Boxes(picture), instances.Labels, settings.MinimumScore, settings.MostBoxes, triples.SelectMany(t => new[] { t.Subject.Classes, t.Object.Classes }));
            var mined = miner.Mine(triples, things);
            var all = settings.FromBoxes == BoxesSpeak.Everywhere || settings.FromBoxes == BoxesSpeak.BesideCaptions && mined.Any(r => r.Source == Relation.FromCaption);
            return new RelationPicture(sample.Id, sizes[sample.Id].Width, sizes[sample.Id].Height, things, all ? mined : [.. mined.Where(r => r.Source == Relation.FromCaption)]);
        }

        MinedSplit Describe(IReadOnlyList<RelationPicture> pictures, IReadOnlyList<Sample> samples)
        {
            var unseen = pictures.SelectMany(p => p.Relations.Where(r => !seen.Contains(p.Names(r)))).ToList();
            return new MinedSplit(pictures.Count, samples.Sum(s => s.Captions.Sum(c => miner.Read(c).Count)), unseen.Count, unseen.Count(r => r.Source == Relation.FromCaption),
                Count(pictures, Relation.FromCaption), Count(pictures, Relation.FromBoxes));
        }
    }

    /// <summary>Only predicates with enough training pairs, by falling number of them.</summary>
    public static RelationSplits Frequent(RelationSplits splits, int minimum)
    {
        string[] predicates = [.. splits.Train.SelectMany(p => p.Relations).CountBy(r => r.Predicate).Where(p => p.Value >= minimum)
            .OrderByDescending(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Key)];
        var kept = predicates.ToHashSet();
        return splits with { Predicates = predicates, Train = Keep(splits.Train), Dev = Keep(splits.Dev), Test = Keep(splits.Test) };

        RelationPicture[] Keep(IReadOnlyList<RelationPicture> pictures) => [.. pictures.Select(p => p with { Relations = [.. p.Relations.Where(r => kept.Contains(r.Predicate))] })];
    }

    private static Dictionary<string, int> Count(IEnumerable<RelationPicture> pictures, string source) =>
        pictures.SelectMany(p => p.Relations).Where(r => r.Source == source).CountBy(r => r.Predicate).OrderByDescending(p => p.Value).ToDictionary();
}
