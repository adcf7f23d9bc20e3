using System.Globalization;
using System.Net;
using System.Text;
using OpenCvSharp;
using VlDistill.Datasets;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Evaluation;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Experiments;

/// <summary>The report's attention strips: a picture, then word by word where teacher and networks look, all given the teacher's sentence.</summary>
/// <param name="networks">Cells by name, each with its tested stage.</param>
public sealed class AttentionPage(DataSet data, StageFolder teacher, IReadOnlyList<(string Name, StageFolder Stage)> networks)
{
    private const int Side = 288;

    /// <summary>The section; empty where the tests kept no attention.</summary>
    public string Write()
    {
        var strips = networks.Select(n => AttentionStrip.Read(n.Stage)).ToArray();
        if (strips.Any(s => s.Count == 0)) return "";
        var samples = data.Test.ToDictionary(s => s.Id);
        var own = networks.Select(n => Captions(n.Stage)).Prepend(Captions(teacher)).ToArray();
        var html = new StringBuilder($"<h2>Attention, word by word</h2>\n<p>Fixed test pictures. Every network reads the teacher's greedy sentence; a word's map shows where it looks while it chooses that word (last layer, mean over heads, bright = much). Left of the words: {Escape(string.Join(", ", Names))}. Above them, what each says by itself with a beam of 3.</p>\n");
        for (var i = 0; i < strips[0].Count; i++)
        {
            if (!samples.TryGetValue(strips[0][i].Picture, out var sample) || strips.Any(s => s.Count <= i || s[i].Picture != sample.Id)) continue;
            html.Append(Strip(i, sample, [.. strips.Select(s => s[i])], own));
        }
        return html.ToString();
    }

    private string[] Names => [.. networks.Select(n => n.Name).Prepend("teacher")];

    private string Strip(int number, Sample sample, AttentionStrip[] strips, IReadOnlyDictionary<string, string>[] own)
    {
        var (width, height) = data.Measure(sample);
        var ratio = FormattableString.Invariant($"aspect-ratio:{width}/{height}");
        var html = new StringBuilder($"<style>.p{number}{{background-image:url(data:image/jpeg;base64,{Jpeg(sample)})}}</style>\n<div class=\"strip\"><div class=\"head\"><div class=\"photo big p{number}\" style=\"{ratio}\" role=\"img\" aria-label=\"{Escape(sample.Id)}\"></div>\n<dl class=\"said\">");
        foreach (var (name, said) in Names.Zip(own)) html.Append($"<dt>{Escape(name)}</dt><dd>{Escape(said.GetValueOrDefault(sample.Id, "—"))}</dd>");
        html.Append($"<dt>a person</dt><dd>{Escape(sample.Captions.FirstOrDefault() ?? "—")}</dd><dt>picture</dt><dd>{Escape(sample.Id)}</dd></dl></div>\n");
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"wide\"><div class=\"words\" style=\"grid-template-columns:max-content repeat({strips[0].Words.Length},84px)\"><span></span>");
        foreach (var word in strips[0].Words) html.Append($"<span class=\"word\">{Escape(word)}</span>");
        Row("teacher", strips[0].Teacher);
        foreach (var (network, strip) in networks.Zip(strips)) Row(network.Name, strip.Network);
        return html.Append("</div></div></div>\n").ToString();

        void Row(string name, float[][] rows)
        {
            html.Append($"\n<span class=\"label\">{Escape(name)}</span>");
            foreach (var row in rows)
                html.Append($"<div class=\"photo p{number}\" style=\"{ratio}\"><img alt=\"\" src=\"data:image/png;base64,{Convert.ToBase64String(AttentionPicture.Png(strips[0].Boxes, row))}\"></div>");
        }
    }

    private string Jpeg(Sample sample)
    {
        var rgb = new byte[Side * Side * 3];
        data.Read(sample, Side, rgb);
        using var picture = Mat.FromPixelData(Side, Side, MatType.CV_8UC3, rgb);
        using var colours = new Mat();
        Cv2.CvtColor(picture, colours, ColorConversionCodes.RGB2BGR);
        Cv2.ImEncode(".jpg", colours, out var bytes);
        return Convert.ToBase64String(bytes);
    }

    private static IReadOnlyDictionary<string, string> Captions(StageFolder stage)
    {
        var file = stage.In("test.beam3.json");
        return File.Exists(file) ? PredictedCaption.Load(file).ToDictionary(c => c.FileName!, c => c.Caption!) : new Dictionary<string, string>();
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
