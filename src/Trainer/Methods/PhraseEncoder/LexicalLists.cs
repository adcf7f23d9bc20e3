using System.Text.Json;
using VlDistill.Datasets;
using VlDistill.Text;
using VlDistill.Trainer.Data;

namespace VlDistill.Trainer.Methods.PhraseEncoder;

/// <summary>Names, attributes and relations as lists of the research community have them: Visual Genome's with aliases, LVIS's categories, GloVe's words.</summary>
/// <param name="Things">Names of things, aliases included.</param>
/// <param name="Attributes">What things are like.</param>
/// <param name="Relations">How things are placed to each other.</param>
/// <param name="Definitions">What LVIS's categories are, in a few words.</param>
/// <param name="LvisNames">One name per category of LVIS.</param>
/// <param name="CommonWords">English words by falling frequency.</param>
public sealed record LexicalLists(IReadOnlyList<string> Things, IReadOnlyList<string> Attributes, IReadOnlyList<string> Relations,
    IReadOnlyList<string> Definitions, IReadOnlyList<string> LvisNames, IReadOnlyList<string> CommonWords)
{
    private const string Folder = "lexical/";

    /// <summary>Reads the files below <c>--data weights=DIR</c>.</summary>
    /// <exception cref="UserException">One is absent or damaged.</exception>
    public static LexicalLists Load(DataFolders data)
    {
        var lvis = JsonFile.Read<JsonElement[]>(data.Weight(Folder + "lvis_v1_categories.json"));
        try
        {
            string[] lvisNames = [.. lvis.Select(c => Clean(c.GetProperty("name").GetString()!))];
            var synonyms = lvis.SelectMany(c => c.GetProperty("synonyms").EnumerateArray().Select(s => Clean(s.GetString()!)));
            return new LexicalLists(
                [.. lvisNames.Concat(synonyms).Concat(Lines("vg1600_objects_vocab.txt")).Concat(Lines("vg_object_alias.txt"))
                    .Concat(ClassSynonyms.Shipped.Names.SelectMany(ClassSynonyms.Shipped.Of)).Distinct()],
                Lines("vg1600_attributes_vocab.txt"), Lines("vg1600_relations_vocab.txt"),
                [.. lvis.Select(c => Clean(c.GetProperty("def").GetString()!))], lvisNames,
                [.. File.ReadLines(data.Weight("glove/words.txt")).Where(w => w.Length > 2 && w.All(char.IsAsciiLetterLower))]);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException)
        {
            throw new UserException($"{data.Weight(Folder + "lvis_v1_categories.json")}: a category has no name, synonyms or def", e);
        }

        string[] Lines(string file) => [.. File.ReadLines(data.Weight(Folder + file)).SelectMany(l => l.Split(',')).Select(Clean).Where(n => n.Length > 0).Distinct()];
    }

    /// <summary>"bow_(weapon)" is a bow.</summary>
    private static string Clean(string name)
    {
        var at = name.IndexOf('(', StringComparison.Ordinal);
        return PromptTemplates.Bare(at > 0 ? name[..at] : name);
    }
}
