using TorchSharp;
using VlDistill.Bundles;
using VlDistill.Tests.Inference;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Methods.RvlBert;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Commands;

/// <summary>The tiny bundle, whose eyes find a dog at the top left and a person at the bottom right, with a student that relates by random weights. Its map has one cell: every mask is constant.</summary>
internal static class RelatingBundle
{
    public static readonly string[] Predicates = ["on", "riding", "near"];

    private static readonly string[] words = ["<pad>", "<bos>", "<eos>", "<unk>", "<mask>", "<sep>", "<cls>", "dog", "person"];

    public static void Write(string folder)
    {
        var tiny = TinyBundle.Write(folder);
        using var writer = new BundleWriter(folder);
        foreach (var file in tiny.Manifest.Files.Keys) File.Copy(Path.Combine(folder, file), writer.At(file));
        manual_seed(3);
        using var network = new RvlBert(new RvlBertConfig(VlConfig.Tiny(3, words.Length), Predicates.Length));
        RelationExport.Write(network, cells: 1, Path.Combine(writer.Folder, "student"));
        File.WriteAllLines(writer.At("student/names.txt"), words);
        File.WriteAllLines(writer.At("student/predicates.txt"), Predicates);
        var relations = new BundleRelations($"student/{RelationExport.Graph}", "student/names.txt", "student/predicates.txt", network.Config.NameWords, 0, new Dictionary<string, double>(), new Dictionary<string, string>());
        var models = tiny.Manifest.Models.ToDictionary(m => m.Key, m => m.Key == "student" ? m.Value with { Relations = relations } : m.Value);
        writer.Commit(tiny.Manifest with { Models = models });
    }
}
