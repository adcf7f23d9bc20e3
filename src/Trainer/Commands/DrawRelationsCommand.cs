using System.CommandLine;
using OpenCvSharp;
using VlDistill.Datasets;
using VlDistill.Frames;
using VlDistill.Metrics;
using VlDistill.Trainer.Data.Relations;
using VlDistill.Trainer.Drawing;

namespace VlDistill.Trainer.Commands;

/// <summary><c>draw-relations</c>: a fixed sample of mined relations on contact sheets, with the list in which to write who is right; or predicted ones beside their labels on one sheet.</summary>
public sealed class DrawRelationsCommand : Command
{
    /// <summary>The list to fill in, beside the sheets.</summary>
    public const string ListFile = "verdicts.tsv";

    /// <summary>The sheet of predictions.</summary>
    public const string SheetFile = "relations.jpg";

    private const int Mined = 200;

    private readonly Option<string> relations = new("--relations") { Description = "Relations of the stage relation-labels; with --predictions any that eval relations reads.", Required = true };
    private readonly Option<string[]> images = new("--images") { Description = "Folders and picture files.", Required = true, AllowMultipleArgumentsPerToken = true };
    private readonly Option<string> output = new("--out") { Description = "Folder for the sheets.", DefaultValueFactory = _ => "drawn" };
    private readonly Option<int?> count = new("--count") { Description = $"Relations to draw (default: {Mined} mined ones, or {ContactSheet.Most} predicted ones, which is the most)." };
    private readonly Option<double> share = new("--captions") { Description = "Share of the mined ones that captions say; the rest is from boxes.", DefaultValueFactory = _ => 0.6 };
    private readonly Option<string?> predictions = new("--predictions")
    {
        Description = "Draw these on one sheet instead: relate's output for the boxes of --relations. Of each picture the surest predicate of a pair that captions relate (any labelled pair where captions play no part); half agree with the label and half do not, each evenly spaced from the surest to the least sure.",
    };
    private readonly Option<string?> teacher = new("--teacher") { Description = "With --predictions: the teacher's for the same boxes, told beside." };
    private readonly Option<bool> boxesOnly = new("--boxes-only") { Description = "With --predictions: boxes on an empty ground, for where the photographs may not be passed on." };

    public DrawRelationsCommand() : base("draw-relations", "Draw a sample of mined relations on contact sheets, subject green and object orange, for people to check; or predicted relations beside their labels.")
    {
        foreach (var option in (Option[])[relations, images, output, count, share, predictions, teacher, boxesOnly]) Add(option);
        count.Limit<int>(1);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var pictures = PictureSelection.Expand(arguments.GetValue(images)!, null).GroupBy(p => Path.GetFileName(p)).ToDictionary(p => p.Key, p => p.First());
        var (file, folder) = (arguments.GetValue(relations)!, arguments.GetValue(output)!);
        var told = arguments.GetValue(predictions) is { } predicted
            ? DrawPredicted(RelationReferences.Load(file).Sized(name => Measure(name)), predicted, arguments.GetValue(teacher), arguments.GetValue(count) ?? ContactSheet.Most, arguments.GetValue(boxesOnly))
            : DrawMined(MinedPair.Sample(MinedPair.Of(RelationFile.Load(file)), arguments.GetValue(count) ?? Mined, arguments.GetValue(share)));
        arguments.InvocationConfiguration.Error.WriteLine(told);
        return ExitCode.Done;

        Mat Open(string name) => PictureReader.ReadMat(pictures.GetValueOrDefault(Path.GetFileName(name)) ?? throw new UserException($"--images: {name} of {file} is not there"));

        (int, int) Measure(string name)
        {
            using var photograph = Open(name);
            return (photograph.Cols, photograph.Rows);
        }

        string DrawPredicted(RelationSet labels, string source, string? teachers, int wished, bool hidesPhotographs)
        {
            if (wished > ContactSheet.Most) throw new UserException($"--count {wished}: one sheet has room for {ContactSheet.Most} predicted relations");
            var sheet = Path.Combine(folder, SheetFile);
            JsonFile.RequireWritable(sheet);
            var judged = JudgedRelation.Surest(labels, Read(source), teachers is null ? null : Read(teachers));
            if (judged.Count == 0) throw new UserException($"{source}: says nothing of the labelled pairs of {file}; relate with --boxes {file}");
            using var drawn = RelationSheet.Draw(JudgedRelation.Spread(judged, wished), judged, Open, hidesPhotographs);
            drawn.Save(sheet);
            return $"{sheet} shows {Math.Min(wished, judged.Count)} of {judged.Count} pictures with a labelled relation; {judged.Count(j => j.IsRight)} of these agree with the label";

            IReadOnlyList<RelationSample> Read(string path) => RelationMatch.Samples(PredictedRelation.Load(path), path, labels, file);
        }

        string DrawMined(IReadOnlyList<MinedPair> sample)
        {
            if (sample.Count == 0) throw new UserException($"{file}: has no mined relations to draw");
            var list = Path.Combine(folder, ListFile);
            JsonFile.RequireWritable(list);
            var sheets = 0;
            foreach (var tiles in sample.Chunk(ContactSheet.Most))
            {
                using var sheet = new ContactSheet(tiles.Length);
                foreach (var (place, pair) in tiles.Index())
                {
                    using var photograph = Open(pair.FileName);
                    using var tile = RelationPainter.Paint(photograph, pair.Subject, pair.Object, ContactSheet.Scale(photograph));
                    sheet.Add(place, tile, $"{sheets * ContactSheet.Most + place + 1} {pair.Names.Subject} {pair.Names.Predicate} {pair.Names.Object}");
                }
                sheet.Save(Path.Combine(folder, $"sheet-{++sheets:00}.jpg"));
            }
            File.WriteAllLines(list, sample.Select(p => $"{p.Key}\t?"));
            return $"{folder} has {sample.Count} relations on {sheets} sheets; write right or wrong for each ? of {list}, in the order of their numbers";
        }
    }
}
