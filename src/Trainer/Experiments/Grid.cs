using System.Text.Json;
using System.Text.Json.Serialization;
using VlDistill.Trainer.Recipes;

namespace VlDistill.Trainer.Experiments;

/// <summary>One variant of the trained stages: overrides on top of the recipe.</summary>
/// <param name="Name">Its folder and its name in the report; letters, digits, dashes and dots.</param>
/// <param name="Set">As after <c>--set</c>: <c>stage.key=value</c>.</param>
/// <param name="Seeds">Seeds this cell is trained with; 0 = as many as the command asks for, otherwise at most that many.</param>
/// <param name="Title">What the report says beside the name.</param>
/// <param name="Model">The stage whose test figures count in this row, for example a teacher that is trained for every seed; empty = the grid's.</param>
public sealed record GridCell(string Name, IReadOnlyList<string>? Set = null, int Seeds = 0, string Title = "", string Model = "");

/// <summary>A table of the report; a cell may stand in several.</summary>
/// <param name="Baseline">Cell the others are compared with; empty = the grid's where the table has it, else the table's first.</param>
public sealed record GridTable(string Title, IReadOnlyList<string> Cells, string Note = "", string Baseline = "");

/// <summary>GRID.json: which stages are trained anew for every cell and seed, and what is told about them. Other stages run once and are shared.</summary>
/// <param name="Title">Heading of the report.</param>
/// <param name="Comment">For readers of the file.</param>
/// <param name="Stages">Stages of the recipe that are trained for each cell and seed, where the cell's settings lead to them.</param>
/// <param name="Model">The stage whose test figures count.</param>
/// <param name="Teacher">Stage attention and hidden states are compared with; empty = no comparison.</param>
/// <param name="Metric">The test figure of the paired differences; it must have a value per picture.</param>
/// <param name="Cells">The variants.</param>
/// <param name="Baseline">Cell every other one is compared with in the tables; empty = the first.</param>
/// <param name="Compare">Pairs [better, worse] of the table of differences.</param>
/// <param name="Tables">Cells under headings; absent = one table of all.</param>
/// <param name="Pictures">Test pictures among the attention strips.</param>
public sealed record Grid(
    IReadOnlyList<string> Stages,
    string Model,
    IReadOnlyList<GridCell> Cells,
    string Title = "Ablation",
    string Comment = "",
    string Teacher = "",
    string Metric = Grid.DefaultMetric,
    string Baseline = "",
    IReadOnlyList<IReadOnlyList<string>>? Compare = null,
    IReadOnlyList<GridTable>? Tables = null,
    int Pictures = 6)
{
    /// <summary>What a captioner is judged by unless the grid says otherwise.</summary>
    public const string DefaultMetric = "beam 3 CIDEr-D";

    private static readonly JsonSerializerOptions form = new(RecipeJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads and checks a grid.</summary>
    /// <exception cref="UserException">Absent, not JSON, an unknown key, or a name that leads nowhere.</exception>
    public static Grid Load(string path) => File.Exists(path) ? Parse(File.ReadAllText(path), path) : throw new UserException($"--ablate {path}: no such file.");

    /// <summary>Parses a grid's text; <paramref name="source"/> names it in messages.</summary>
    public static Grid Parse(string json, string source)
    {
        try
        {
            var grid = JsonSerializer.Deserialize<Grid>(json, form) ?? throw new UserException($"{source}: holds null.");
            grid.Check(source);
            return grid with { Baseline = grid.Baseline.Length > 0 ? grid.Baseline : grid.Cells[0].Name };
        }
        catch (JsonException e)
        {
            var place = e.LineNumber is { } line ? $" (line {line + 1})" : "";
            throw new UserException($"{source}: {e.Message.Split(" Path:")[0].Replace($"type '{typeof(Grid).FullName}'", "a grid").Replace($"type '{typeof(GridCell).FullName}'", "a cell")}{place}", e);
        }
    }

    /// <summary>The cell of a name.</summary>
    public GridCell Cell(string name) => Cells.First(c => c.Name == name);

    /// <summary>The stage whose test figures count in a cell's row.</summary>
    public string ModelOf(GridCell cell) => cell.Model.Length > 0 ? cell.Model : Model;

    /// <summary>The tables as given, each with its baseline, or one of all cells.</summary>
    [JsonIgnore]
    public IReadOnlyList<GridTable> Shown => Tables is { Count: > 0 } ? [.. Tables.Select(Complete)] : [new GridTable("All cells", [.. Cells.Select(c => c.Name)], Baseline: Baseline)];

    private GridTable Complete(GridTable table) => table with { Baseline = table.Baseline.Length > 0 ? table.Baseline : table.Cells.Contains(Baseline) ? Baseline : table.Cells[0] };

    private void Check(string source)
    {
        if (Pictures < 0) throw new UserException($"{source}: \"pictures\" is {Pictures}; give 0 or more.");
        if (Cells.Count == 0) throw new UserException($"{source}: \"cells\" is empty.");
        if (!Stages.Contains(Model)) throw new UserException($"{source}: \"model\" {Model} is not among \"stages\" ({string.Join(", ", Stages)}).");
        foreach (var cell in Cells)
        {
            if (cell.Name.Length == 0 || cell.Name[0] == '.' || !cell.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'))
                throw new UserException($"{source}: cell name \"{cell.Name}\" must be letters, digits, dashes and dots.");
            if (cell.Model.Length > 0 && !Stages.Contains(cell.Model)) throw new UserException($"{source}: \"model\" {cell.Model} of cell \"{cell.Name}\" is not among \"stages\" ({string.Join(", ", Stages)}).");
            if (cell.Seeds < 0) throw new UserException($"{source}: cell \"{cell.Name}\" has {cell.Seeds} seeds.");
        }
        if (Cells.GroupBy(c => c.Name).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new UserException($"{source}: two cells are named \"{twice.Key}\".");
        foreach (var pair in Compare ?? [])
            if (pair.Count != 2) throw new UserException($"{source}: each item of \"compare\" is a pair of cells, not {pair.Count}.");
        string[] named = [.. Baseline.Length > 0 ? [Baseline] : Array.Empty<string>(), .. (Compare ?? []).SelectMany(p => p), .. (Tables ?? []).SelectMany(t => t.Baseline.Length > 0 ? t.Cells.Append(t.Baseline) : t.Cells)];
        if ((Tables ?? []).FirstOrDefault(t => t.Cells.Count == 0) is { } empty) throw new UserException($"{source}: table \"{empty.Title}\" has no cells.");
        if (named.FirstOrDefault(n => Cells.All(c => c.Name != n)) is { } unknown)
            throw new UserException($"{source}: there is no cell \"{unknown}\"; cells: {string.Join(", ", Cells.Select(c => c.Name))}.");
    }
}
