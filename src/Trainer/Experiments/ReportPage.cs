using System.Globalization;
using System.Net;

namespace VlDistill.Trainer.Experiments;

/// <summary>The report's frame: style, heading, how things were measured.</summary>
public static class ReportPage
{
    private const string Style = """
        :root{color-scheme:light dark;--paper:#fff;--ink:#1d2430;--soft:#5d6778;--line:#dfe3ea;--tint:#f5f7fa;--good:#067a52;--bad:#b3261e}
        @media(prefers-color-scheme:dark){:root{--paper:#14181f;--ink:#e4e8ef;--soft:#9aa5b6;--line:#2c3442;--tint:#1b212b;--good:#4cc38a;--bad:#ff8a80}}
        *{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
        main{max-width:1180px;margin:0 auto;padding:32px 24px 80px}h1{font-size:28px;line-height:1.2;margin:0 0 4px}h2{font-size:20px;margin:48px 0 8px}h3{font-size:16px;margin:28px 0 6px}
        p,figcaption{max-width:76ch}.soft,figcaption{color:var(--soft)}figure{margin:16px 0}figcaption{font-size:13px}
        .wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:14px}th,td{padding:6px 10px;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line);vertical-align:top}td small{display:block;color:var(--soft);font-weight:400;font-size:12px;line-height:1.3}td:first-child{min-width:11em}td:first-child small{white-space:normal}
        th{font-weight:600;color:var(--soft);vertical-align:bottom;white-space:normal;max-width:10em}th:first-child,td:first-child{text-align:left}
        tr.reference td{background:var(--tint)}td.best{font-weight:700}.up{color:var(--good)}.down{color:var(--bad)}
        svg.chart{width:100%;max-width:880px;height:auto;display:block}
        code{font:12.5px/1.5 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;background:var(--tint);padding:2px 5px;border-radius:4px;overflow-wrap:anywhere;white-space:normal}
        details{border-bottom:1px solid var(--line);padding:6px 0}summary{cursor:pointer}details code{display:block;margin:4px 0}
        .strip{margin:20px 0 36px}.strip .head{display:flex;gap:18px;align-items:flex-start;flex-wrap:wrap}.photo{background-size:100% 100%;border-radius:4px}.photo.big{width:220px}
        .said{margin:0;font-size:14px}.said dt{float:left;clear:left;width:9em;color:var(--soft)}.said dd{margin:0 0 2px 9.5em}
        .words{display:grid;gap:4px 4px;margin-top:10px;align-items:center;font-size:13px}.words .photo{width:84px;overflow:hidden}.words img{width:100%;height:100%;display:block}.words .label{color:var(--soft);padding-right:8px}.words .word{text-align:center;overflow:hidden;text-overflow:ellipsis}
        """;

    /// <summary>A whole HTML document around the sections.</summary>
    public static string Wrap(ExperimentResults results, string body) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Escape(results.Title)}</title>
        <style>
        {Style}
        </style>
        </head>
        <body>
        <main>
        <h1>{Escape(results.Title)}</h1>
        <p class="soft">{Escape(Summary(results))}</p>
        {body}
        <h2>How it was measured</h2>
        <p>All test figures come from the test split, which no training, tuning or choice of checkpoint has seen; the checkpoint is the one with the best dev figure.
        Captions are decoded by the decoder that ships, from half-precision ONNX graphs over cached feature maps, greedily and with a beam of 3.
        Standard deviations are over seeds. A gain is the paired difference to the other cell over the same test samples and seeds; its interval holds 95 % of 5,000 bootstrap resamples of the samples,
        which are pictures for captions, single questions for answers and tags for the mean average precision of tags.
        CIDEr-D takes its document frequencies once from all references, so a resample's corpus value is the mean of its pictures' values.</p>
        <p>Attention MSE and Jensen–Shannon divergence (bits) compare rows of words over regions in the last layer while network and teacher read the reference captions of 500 test pictures; a teacher's heads are averaged in
        consecutive groups to the network's number. Hidden cosine: between the teacher's last states and the best linear map of the network's, fitted by least squares on dev; CKA: linear centred kernel alignment on test.
        Attention shows where a network looked, not why it said a word.</p>
        </main>
        </body>
        </html>

        """;

    private static string Summary(ExperimentResults results)
    {
        var runs = results.Cells.Sum(c => c.Runs.Count);
        var missing = results.Missing > 0 ? $", {results.Missing} still missing" : "";
        return string.Create(CultureInfo.InvariantCulture, $"Recipe {Path.GetFileName(results.Recipe)}. {runs} runs of {results.Cells.Count} cells{missing}. {results.Hours:0.0} hours of training and testing in all, stages counted once; {Environment.ProcessorCount} processors. {results.Written:yyyy-MM-dd HH:mm} UTC.");
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
