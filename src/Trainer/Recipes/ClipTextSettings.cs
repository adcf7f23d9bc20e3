using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>Names CLIP's text encoder for other stages' <c>text</c>; nothing is trained, the stage looks whether the files work.</summary>
public sealed record ClipTextSettings : StageSettings
{
    /// <summary>ONNX file; relative paths start at <c>--data weights=DIR</c>.</summary>
    public string File { get; set; } = "clip/text_model.onnx";

    /// <summary>Its vocab.json.</summary>
    public string Vocabulary { get; set; } = "clip/vocab.json";

    /// <summary>Its merges.txt.</summary>
    public string Merges { get; set; } = "clip/merges.txt";

    /// <summary>Most ids of a text.</summary>
    [Range(3, 4096)]
    public int Context { get; set; } = 77;

    /// <summary>The output that is the embedding; empty = the file's first.</summary>
    public string Output { get; set; } = "text_embeds";
}
