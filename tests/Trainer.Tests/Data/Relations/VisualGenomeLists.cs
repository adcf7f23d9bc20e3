using VlDistill.Datasets;

namespace VlDistill.Trainer.Tests.Data.Relations;

/// <summary>As much of Visual Genome's predicate list as the miner asks for, and a few ways to write them.</summary>
internal static class VisualGenomeLists
{
    private static readonly string[] names =
    [
        "above", "against", "at", "behind", "carrying", "eating", "holding", "in", "in front of", "looking at", "lying on", "near", "on", "over", "playing", "riding", "sitting on", "standing on", "under",
        "using", "watching", "wearing", "with",
    ];

    public static readonly NameAliases Predicates = new(names, ["near,next to,by", "riding,riding a", "sitting on,sitting in"]);

    public static string Write(TemporaryFolder folder)
    {
        folder.Write("vg_predicate_alias.txt", "near,next to,by\n");
        return folder.Write("vg_predicate_list.txt", string.Join('\n', names));
    }
}
