namespace VlDistill.Trainer.Export;

/// <summary>Where a run's inputs come from and under which terms, found by their names in the effective settings.</summary>
public static class Licences
{
    private static readonly (string Mark, string Text)[] known =
    [
        ("flickr8k", "Flickr8k photographs: for research use only, rights stay with the Flickr users; cite Hodosh, Young and Hockenmaier 2013"),
        ("coco", "COCO annotations: CC BY 4.0; photographs: mixed Flickr licences"),
        ("mobilenet-edgetpu", "MobileNet-EdgeTPU 1.0 (starting weights; MLCommons mobile_models): Apache-2.0"),
        ("object-labeler", "Google mobile object labeler V1 (starting weights): Apache-2.0"),
        ("deimv2", "DEIMv2 HGNetv2 (labels for training): Apache-2.0"),
        ("use-lite", "Universal Sentence Encoder Lite (meanings of words for training): Apache-2.0"),
        ("text-encoder", "Visual Genome object, attribute and relation lists: MIT; LVIS categories and definitions: Apache-2.0; GloVe's word list: PDDL"),
        ("scenes", "Procedural scenes: MIT, part of this program"),
    ];

    /// <summary>One line per input used.</summary>
    public static IReadOnlyList<string> Of(FinishedRun run)
    {
        var settings = string.Join('\n', run.Stages.Values.Select(s => s.Settings.ToJsonString()));
        return ["This program and its trained weights: MIT, as far as the inputs below allow", .. known.Where(k => settings.Contains(k.Mark, StringComparison.Ordinal)).Select(k => k.Text)];
    }
}
