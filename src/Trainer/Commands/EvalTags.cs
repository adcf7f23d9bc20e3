using System.CommandLine;
using System.Globalization;
using VlDistill.Metrics;
using VlDistill.Trainer.Methods.WsdTags;

namespace VlDistill.Trainer.Commands;

/// <summary><c>eval tags</c>: words of pictures against those they deserve.</summary>
internal static class EvalTags
{
    public static EvalKind Kind()
    {
        var list = new Option<string?>("--list") { Description = "File with one tag a line; only these are scored, not the references' own or the frequent words of the training list beside a token file." };
        var perTag = new Option<bool>("--per-tag") { Description = "Also print a table of the tags beside the JSON, on the error stream: pictures, AP, precision, recall and F1 above 0.5." };
        return new EvalKind("tags", "mAP, CF1, OF1 and the two of the three best tags. References: tags as the tag command writes them, or a Flickr8k token file, from which they are made; --list gives the tags to score.",
            (arguments, predictions, references) =>
            {
                var (match, tags) = TagReferences.Match(predictions, references, arguments.GetValue(list));
                var figures = TagFigures.Of(match, tags);
                if (arguments.GetValue(perTag)) Print(figures, arguments.InvocationConfiguration.Error);
                var named = new Dictionary<string, double>(TagScores.Of(match.Scores, match.Truth, tags.Count).Named) { ["images"] = match.Pictures.Count, ["tags"] = tags.Count };
                foreach (var tag in figures) named[$"AP {tag.Name}"] = tag.Ap;
                return named;
            }, list, perTag);
    }

    private static void Print(IReadOnlyList<TagFigures> figures, TextWriter into)
    {
        var width = Math.Max("tag".Length, figures.Max(t => t.Name.Length));
        into.WriteLine($"{"tag".PadRight(width)}  pictures     AP  precision  recall     F1");
        foreach (var tag in figures)
            into.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{tag.Name.PadRight(width)}  {tag.Pictures,8}  {(double.IsNaN(tag.Ap) ? "-" : tag.Ap.ToString("0.000", CultureInfo.InvariantCulture)),5}  {tag.Precision,9:0.000}  {tag.Recall,6:0.000}  {tag.F1,5:0.000}"));
    }
}
