using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VlDistill.Trainer.Commands;

/// <summary>One kind of predictions that <c>eval</c> scores; kinds differ by their options and by how two files become figures.</summary>
public sealed class EvalKind : Command
{
    private static readonly JsonSerializerOptions form = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Option<string> predictions = new("--predictions") { Description = "JSON file to score.", Required = true };
    private readonly Option<string> references = new("--references") { Description = "What people wrote or drew.", Required = true };

    /// <param name="score">From the arguments, the predictions' path and the references' path to figures by name.</param>
    public EvalKind(string name, string description, Func<ParseResult, string, string, IReadOnlyDictionary<string, double>> score, params Option[] options) : base(name, description)
    {
        foreach (var option in (Option[])[predictions, references, .. options]) Add(option);
        SetAction(arguments =>
        {
            var values = score(arguments, arguments.GetValue(predictions)!, arguments.GetValue(references)!);
            // JSON has no NaN: a figure without a single labelled box is null.
            var printed = values.ToDictionary(v => v.Key, v => double.IsFinite(v.Value) ? Math.Round(v.Value, 6) : (double?)null);
            arguments.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(printed, form));
            return ExitCode.Done;
        });
    }
}
