using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using VlDistill.Bundles;
using VlDistill.Datasets;
using VlDistill.Frames;
using VlDistill.Inference;

namespace VlDistill.Trainer.Commands;

/// <summary><c>ask</c>: one question about one picture, printed as {"answer", "score"}, or a VQA questions file, written as a VQA results file.</summary>
public sealed class AskCommand : Command
{
    private static readonly JsonSerializerOptions form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Option<string?> image = new("--image") { Description = "The picture." };
    private readonly Option<string?> question = new("--question") { Description = "The question, in English." };
    private readonly Option<int?> top = new("--top") { Description = "Tell this many answers, the likeliest first." };
    private readonly Option<string?> questions = new("--questions") { Description = "Many questions instead: a VQA v2 questions file (JSON); an entry may carry file_name." };
    private readonly Option<string[]> images = new("--images") { Description = "With --questions: folders and picture files.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> output = new("--out") { Description = "With --questions: the VQA results file to write." };
    private readonly Option<string?> modelName = new("--model") { Description = "student (default), plain or teacher." };
    private readonly Option<string?> bundle = new("--bundle") { Description = "Folder of the models (default: models/)." };
    private readonly Option<string> device = new("--device") { Description = "auto, cpu or cuda.", DefaultValueFactory = _ => "auto" };

    public AskCommand() : base("ask", "Answer questions about pictures. Answers come from the bundle's fixed list. The networks learned from questions generated "
        + "from captions and boxes: is there a …, how many … are there (up to 3), what color is the …, what is the … doing.")
    {
        foreach (var option in (Option[])[image, question, top, questions, images, output, modelName, bundle, device]) Add(option);
        Validators.Add(result =>
        {
            bool Given(Option option) => result.GetResult(option) is { Implicit: false };
            var one = Given(image) && Given(question) && !Given(questions) && !Given(images) && !Given(output);
            var many = Given(questions) && Given(images) && Given(output) && !Given(image) && !Given(question) && !Given(top);
            if (!one && !many) result.AddError("give --image and --question, or --questions, --images and --out");
        });
        top.Limit<int>(1);
        SetAction(arguments =>
        {
            if (arguments.GetValue(questions) is { } file) AskMany(arguments, file);
            else AskOne(arguments);
            return ExitCode.Done;
        });
    }

    private void AskOne(ParseResult arguments)
    {
        using var frame = PictureReader.Read(arguments.GetValue(image)!);
        var (models, name, chosen) = Open(arguments);
        using var network = OpenModel(models, name, chosen, Environment.ProcessorCount);
        using var eyes = models.OpenEyes(chosen, Environment.ProcessorCount);
        var told = arguments.GetValue(top);
        var (perception, features) = eyes.See(frame);
        using var map = features;
        var answer = network.Ask(frame, perception, map, arguments.GetValue(question)!, told ?? 1);
        var best = told is null ? null : answer.Best.Select(b => new { Answer = b.Text, Score = Round(b.Score) }).ToArray();
        var asked = arguments.GetValue(modelName) is null ? null : name;
        arguments.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(new { Answer = answer.Text, Score = Round(answer.Score), Model = asked, Top = best }, form));
    }

    private void AskMany(ParseResult arguments, string file)
    {
        var target = arguments.GetValue(output)!;
        JsonFile.RequireWritable(target);
        var asked = VqaQuestions.Load(file);
        var pictures = QuestionedPictures.Match(asked, file, PictureSelection.Expand(arguments.GetValue(images)!, null));
        var (models, model, chosen) = Open(arguments);
        using var network = OpenModel(models, model, chosen, 1);
        using var eyes = models.OpenEyes(chosen, 1);
        var messages = arguments.InvocationConfiguration.Error;
        var byName = pictures.ToDictionary(p => Path.GetFileName(p.Key), p => p.Value);
        PictureBatch.Run([.. pictures.Keys.Order(StringComparer.Ordinal)],
            (name, frame) =>
            {
                var (perception, features) = eyes.See(frame);
                using var map = features;
                var answers = network.AskAll(frame, perception, map, [.. byName[name].Select(q => q.Text)], 1);
                return byName[name].Zip(answers, (q, a) => new PredictedAnswer(q.Id, a.Text)).ToArray();
            },
            answers =>
            {
                var byQuestion = answers.SelectMany(a => a).ToDictionary(a => a.QuestionId!.Value);
                PredictedAnswer.Save(target, [.. asked.Where(q => byQuestion.ContainsKey(q.Id)).Select(q => byQuestion[q.Id])]);
            },
            new PictureProgress(messages, terminal: !Console.IsErrorRedirected, Name, pictures.Count));
    }

    private (Bundle Bundle, string Model, Device Device) Open(ParseResult arguments)
    {
        var chosen = Device.Choose(arguments.GetValue(device)!);
        arguments.InvocationConfiguration.Error.WriteLine(chosen.Note);
        return (Bundle.Load(arguments.GetValue(bundle) ?? Bundle.DefaultFolder), arguments.GetValue(modelName) ?? "student", chosen);
    }

    /// <summary>Says before any work that a bundle has no answers.</summary>
    private static VisionLanguageModel OpenModel(Bundle bundle, string name, Device device, int threads)
    {
        var network = bundle.OpenModel(name, device, threads);
        if (network.CanAnswer) return network;
        network.Dispose();
        string[] able = [.. bundle.Manifest.Models.Where(m => m.Value.Answers is not null).Select(m => m.Key)];
        throw new UserException($"{bundle.Folder}: model {name} of this bundle cannot answer questions; "
            + (able.Length > 0 ? $"ask {string.Join(" or ", able)}" : $"export a run with a finished stage '{name}-answers'"));
    }

    private static double Round(float score) => Math.Round(score, 4);
}
