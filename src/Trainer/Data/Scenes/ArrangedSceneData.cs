using System.Globalization;
using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Trainer.Data.Relations;

namespace VlDistill.Trainer.Data.Scenes;

/// <summary>Arranged scenes as a data set with exact relations: <c>--data</c> name <see cref="Name"/>, no folder needed.</summary>
public static class ArrangedSceneData
{
    public const string Name = "arranged-scenes";

    /// <summary>The world's own seed, apart from that of the plain scenes.</summary>
    private const ulong World = 6;

    private const int MostVariants = 400;

    private static readonly Lazy<DataSet> all = new(() => Open(6000, 300, 400));

    /// <summary>6,000 scenes to learn from, 300 for dev and 400 to be tested on; described once a process.</summary>
    public static DataSet Open() => all.Value;

    /// <summary>Makes the descriptions; pictures are drawn when they are read.</summary>
    public static DataSet Open(int train, int dev, int test)
    {
        var data = new DataSet(Name, Samples(0, train, isTest: false), Samples(train, dev, isTest: false), Samples(train + dev, test, isTest: true), SceneData.Labels,
            (sample, size, rgb) => ScenePainter.Draw(Of(sample.Id), size, rgb), _ => (SceneData.FileSize, SceneData.FileSize));
        return data with { Relations = () => Relations(data) };
    }

    /// <summary>The relations of each sample of such a data set.</summary>
    public static RelationSplits Relations(DataSet data)
    {
        return new RelationSplits("drawn scenes, exact", ScenePredicates.All, [.. data.Train.Select(Picture)], [.. data.Dev.Select(Picture)], [.. data.Test.Select(Picture)]);

        static RelationPicture Picture(Sample sample)
        {
            var objects = Of(sample.Id).Objects;
            return new RelationPicture(sample.Id, SceneData.FileSize, SceneData.FileSize, [.. objects.Select(o => new NamedBox(o.Noun, o.Box))],
                [.. ScenePredicates.Of(objects).Select(r => new Relation(r.Subject, r.Predicate, r.Object))]);
        }
    }

    /// <summary>Whether names are related in test scenes only: about one triple in thirteen, chosen by their numbers alone.</summary>
    public static bool IsHeldOut(Triple triple) =>
        (Label(triple.Subject) * 7 + Label(triple.Object) * 3 + ScenePredicates.All.ToList().IndexOf(triple.Predicate) * 5) % 13 == 0;

    /// <summary>The scene behind a sample's id.</summary>
    public static Scene Of(string id)
    {
        var numbers = Path.GetFileNameWithoutExtension(id)["arranged".Length..].Split('-').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return ArrangedScene.Create(World, numbers[0], numbers[1]);
    }

    private static Sample[] Samples(int first, int count, bool isTest)
    {
        var samples = new Sample[count];
        // A scene takes tens of variants until none of its triples is held out.
        Parallel.For(0, count, i => samples[i] = Describe(first + i, isTest));
        return samples;
    }

    private static Sample Describe(int number, bool isTest)
    {
        for (var variant = 0; variant < MostVariants; variant++)
        {
            var scene = ArrangedScene.Create(World, number, variant);
            var relations = ScenePredicates.Of(scene.Objects);
            if (relations.Count == 0 || !isTest && relations.Any(r => IsHeldOut(new Triple(scene.Objects[r.Subject].Noun, r.Predicate, scene.Objects[r.Object].Noun)))) continue;
            return new Sample($"arranged{number:00000}-{variant}.png", Captions(scene, relations), [.. scene.Objects.Select(o => new TruthBox(o.Box, (int)o.Shape))]);
        }
        throw new InvalidOperationException($"scene {number} has no variant without a held-out triple");
    }

    /// <summary>All relations, then what there is. No colours: each kind of thing occurs once, and names of relations have none either.</summary>
    private static string[] Captions(Scene scene, IReadOnlyList<SceneRelation> relations)
    {
        return [.. relations.Select(r => $"{Thing(r.Subject)} {r.Predicate} {Thing(r.Object)}"), $"{string.Join(" and ", scene.Objects.Select((_, i) => Thing(i)))} on {scene.Ground.Name}"];

        string Thing(int i) => $"a {scene.Objects[i].Noun}";
    }

    private static int Label(string noun) => SceneData.Labels.ToList().IndexOf(noun);
}
