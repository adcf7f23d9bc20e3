using System.CommandLine;
using VlDistill.Trainer.Methods.WsdTags;

namespace VlDistill.Trainer.Commands;

/// <summary><c>eval tags</c>: words of pictures against those they deserve.</summary>
internal static class EvalTags
{
    public static EvalKind Kind()
    {
        var list = new Option<string?>("--list") { Description = "File with one tag a line; only these are scored, not the references' own or the frequent words of the training list beside a token file." };
        return new EvalKind("tags", "mAP, CF1, OF1 and the two of the three best tags. References: tags as the tag command writes them, or a Flickr8k token file, from which they are made; --list gives the tags to score.",
            (arguments, predictions, references) => TagReferences.Score(predictions, references, arguments.GetValue(list)), list);
    }
}
